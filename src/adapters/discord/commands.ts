import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandType,
  InteractionContextType,
  type Locale,
  type RESTPutAPIApplicationCommandsJSONBody,
  ApplicationCommandOptionType as T,
} from 'discord.js';
import { SUB_NAMES } from '../../core/command/sub-command.ts';
import { RATIOS } from '../../core/take/ratio.ts';
import { SLOT_NAMES } from '../../core/template/slots.ts';
import { COMMAND } from './command-names.ts';

/**
 * Names and descriptions in other languages, by the English words. English is complete and is what everybody sees until a
 * language is added here; Discord shows it to whoever set their client to it.
 */
export type Translations = Readonly<Partial<Record<Locale, Readonly<Record<string, string>>>>>;

const TRANSLATIONS: Translations = {};

type Basic = APIApplicationCommandBasicOption;
type Words = Pick<Basic, 'name' | 'description'>;

const text = (name: string, description: string, more: Readonly<Record<string, unknown>> = {}): Basic => ({
  ...({ type: T.String, name, description } as const),
  ...more,
});
const whole = (name: string, description: string, more: Readonly<Record<string, unknown>> = {}): Basic => ({
  ...({ type: T.Integer, name, description } as const),
  ...more,
});
const oneOf = (values: readonly string[]) => ({ choices: values.map((value) => ({ name: value, value })) });
const SUGGESTED = { autocomplete: true };
const NEEDED = { required: true };

const SLOT_WORDS: Readonly<Record<(typeof SLOT_NAMES)[number], string>> = {
  subject: 'Who or what is seen',
  action: 'What happens',
  environment: 'Where it happens',
  lighting: 'The light, such as golden hour',
  camera: 'Lens, angle and movement, such as slow push in',
  style: 'The look',
  dialogue: 'What is said',
  text: 'Words in the picture',
  audio: 'What is heard',
  constraints: 'What must not be in it',
  beats: 'What happens when, moment by moment',
};

/** Every option is optional: with none of them the form opens. Discord shows the first ones first. */
const PREVIZ: readonly Basic[] = [
  text('scene', 'What is to be seen, in your own words; left out, a form opens', { ...SUGGESTED, max_length: 4_000 }),
  text('template', 'How the prompt is built', SUGGESTED),
  text('model', 'Who renders it, with its price', SUGGESTED),
  { type: T.Number, name: 'seconds', description: 'How long, such as 6', min_value: 0.5, max_value: 600 },
  text('ratio', 'The shape of the picture', oneOf(RATIOS)),
  whole('takes', 'How many at once', { min_value: 1, max_value: 4 }),
  text('shot', 'Another take of this shot', SUGGESTED),
  { type: T.Attachment, name: 'reference', description: 'An image that guides it' },
  text('role', 'What the reference is for', oneOf(['style', 'first', 'last', 'character', 'product'])),
  text('size', 'Such as 1280x720 or 720p'),
  whole('seed', 'The same seed gives a like picture', { min_value: 0, max_value: 2_147_483_647 }),
  text('tier', 'Draft or final', oneOf(['draft', 'final'])),
  ...SLOT_NAMES.map((name) => text(name, SLOT_WORDS[name], { max_length: 1_000 })),
];

const SHOT = text('shot', 'Its name, such as PV-0042', { ...SUGGESTED, ...NEEDED });
const TAKE = whole('take', 'The take’s number', { min_value: 1, max_value: 9_999 });
const DOLLARS = text('dollars', 'Such as 50 or 12.50', NEEDED);
const MODEL = text('model', 'Its name, or default', { ...SUGGESTED, ...NEEDED });
const WORDS = text('words', 'With commas between, or none', NEEDED);
const SWITCH = text('on', 'On or off', { ...oneOf(['on', 'off']), ...NEEDED });

const sub = (name: string, description: string, options: readonly Basic[] = []): APIApplicationCommandOption => ({
  ...{ type: T.Subcommand, name, description },
  options: [...options],
});
const group = (
  name: string,
  description: string,
  subs: readonly ReturnType<typeof sub>[],
): APIApplicationCommandOption => ({
  type: T.SubcommandGroup,
  name,
  description,
  options: subs.flatMap((one) => (one.type === T.Subcommand ? [one] : [])),
});

const TEAM: readonly APIApplicationCommandOption[] = [
  sub('help', 'How to use it', [text('topic', 'One word of it', oneOf(SUB_NAMES))]),
  sub('status', 'What is running, and what is left of the budget'),
  sub('show', 'Post a shot’s clip again', [SHOT]),
  sub('cancel', 'Stop takes that have not finished', [text('shot', 'Which shot', SUGGESTED), TAKE]),
  sub('rename', 'Give a shot another name', [SHOT, text('to', 'Such as SEQ010_SH0040', NEEDED)]),
  sub('reopen', 'Take a final decision back', [SHOT, TAKE]),
  sub('templates', 'The templates, or one of them', [text('name', 'Which one', SUGGESTED)]),
  sub('models', 'The models, and what they cost'),
  sub('log', 'What was made here', [
    text('query', 'Words to look for'),
    { type: T.Channel, name: 'channel', description: 'Another channel' },
    text('since', 'A day or a span: 2026-11-01, 7d'),
  ]),
  group('budget', 'What may be spent', [
    sub('show', 'What is left'),
    sub('channel', 'This channel’s budget', [DOLLARS, text('period', 'A month or a day', oneOf(['month', 'day']))]),
    sub('job', 'Count this channel by job', [
      text('number', 'The job’s number', NEEDED),
      DOLLARS,
      text('until', 'Its last day, such as 2026-12-18'),
    ]),
    sub('workspace', 'The whole server’s budget of a month', [DOLLARS]),
    sub('person', 'What one person may spend a day', [DOLLARS]),
    sub('fuse', 'What the server may spend a day', [DOLLARS]),
  ]),
  group('policy', 'How this channel decides', [
    sub('show', 'The rules as they are'),
    sub('approve-quorum', 'How many approve a take', [
      whole('count', 'How many', { min_value: 1, max_value: 20, ...NEEDED }),
    ]),
    sub('reject-quorum', 'How many reject a take', [
      whole('count', 'How many', { min_value: 1, max_value: 20, ...NEEDED }),
    ]),
    sub('strict', 'Only ✅ and ❌ count', [SWITCH]),
    sub('slate', 'Shot, take and date in the picture', [SWITCH]),
    sub('external', 'People from outside read along: no money, no prompts', [
      text('on', 'On, off, or default: as Discord says', { ...oneOf(['on', 'off', 'default']), ...NEEDED }),
    ]),
    sub('approvers', 'Who may vote', [text('who', '@people or one @role, or everyone', NEEDED)]),
    sub('emoji', 'Emoji that count as votes', [
      text('vote', 'For or against', { ...oneOf(['approve', 'reject']), ...NEEDED }),
      text('emoji', 'One or several', NEEDED),
    ]),
    sub('providers', 'Who may render here', [text('allowed', 'Names with commas between, or any', NEEDED)]),
    sub('draft-model', 'What drafts are made with', [MODEL]),
    sub('final-model', 'What finals are made with', [MODEL]),
    sub('stop-words', 'What stops a request, in every channel', [WORDS]),
    sub('warn-words', 'What warns before a request, in every channel', [WORDS]),
    sub('allow-words', 'What is never looked at, in every channel', [WORDS]),
  ]),
  group('digest', 'The weekly account', [
    sub('show', 'When it comes'),
    sub('now', 'The running week, so far'),
    sub('week', 'Another week', [text('week', 'Such as 2026-W47', NEEDED)]),
    sub('off', 'No more of it'),
    sub('on', 'Again'),
    sub('weekly', 'When it comes', [text('day', 'Such as fri', NEEDED), text('time', 'Such as 16:00', NEEDED)]),
    sub('people', 'By person, too', [SWITCH]),
    sub('baseline', 'What a shot took before', [
      text('hours', 'Such as 6h, or off', NEEDED),
      text('dollars', 'Such as $400'),
    ]),
    sub('workspace', 'All channels, for budget owners', [text('wish', 'now, off, on, weekly fri 16:00, 2026-W47')]),
  ]),
  group('settings', 'Defaults of this channel', [
    sub('show', 'The settings as they are'),
    sub('zone', 'The time zone', [text('zone', 'Such as Europe/Berlin', NEEDED)]),
    sub('ratio', 'The shape of the picture', [
      text('ratio', 'Or default', { ...oneOf([...RATIOS, 'default']), ...NEEDED }),
    ]),
    sub('seconds', 'How long a take is', [text('seconds', 'Such as 6, or default', NEEDED)]),
    sub('template', 'How prompts are built', [text('template', 'Its name, or default', { ...SUGGESTED, ...NEEDED })]),
    sub('model', 'Who renders', [MODEL]),
    sub('role', 'Who on this server may do what', [
      text('right', 'To do what', { ...oneOf(['generate', 'approve', 'budget']), ...NEEDED }),
      { type: T.Role, name: 'role', description: 'Left out: the usual rule' },
    ]),
  ]),
];

/** Whoever may send messages may use them; a server can narrow that down in its own settings. */
const MEMBERS = (1n << 11n).toString();
const IN_SERVERS = { contexts: [InteractionContextType.Guild], default_member_permissions: MEMBERS };

/** Everything that Discord is told of the app's commands. */
export function toCommands(translations: Translations = TRANSLATIONS): RESTPutAPIApplicationCommandsJSONBody {
  const localize = (option: APIApplicationCommandOption): APIApplicationCommandOption => {
    const own = { ...option, ...toLocalized(option, translations) };
    // The options of an option are options again; its kind stays what it was.
    return 'options' in own && own.options !== undefined
      ? ({ ...own, options: own.options.map(localize) } as APIApplicationCommandOption)
      : own;
  };
  const command = (words: Words, options: readonly APIApplicationCommandOption[]) => ({
    ...{
      type: ApplicationCommandType.ChatInput as const,
      ...words,
      ...toLocalized(words, translations),
      ...IN_SERVERS,
    },
    options: options.map(localize),
  });
  return [
    command({ name: COMMAND.previz, description: 'Describe a scene, get a clip' }, PREVIZ),
    command({ name: COMMAND.team, description: 'Budgets, votes, the log: what belongs to the team' }, TEAM),
    {
      ...{ type: ApplicationCommandType.Message as const, name: COMMAND.this, ...IN_SERVERS },
      ...localizations('name_localizations', COMMAND.this, translations),
    },
  ];
}

const toLocalized = ({ name, description }: Words, translations: Translations) => ({
  ...localizations('name_localizations', name, translations),
  ...localizations('description_localizations', description, translations),
});

function localizations(key: string, english: string, translations: Translations): Record<string, unknown> {
  const found = Object.entries(translations).flatMap(([locale, words]) =>
    words[english] === undefined ? [] : [[locale, words[english]] as const],
  );
  return found.length === 0 ? {} : { [key]: Object.fromEntries(found) };
}
