import type { SubName } from '../command/sub-command.ts';

export interface HelpTopic {
  readonly title: string;
  readonly says: readonly string[];
  readonly examples: readonly { readonly write: string; readonly does: string }[];
}

const example = (write: string, does: string) => ({ write, does });

export const OVERVIEW: HelpTopic = {
  title: 'Describe a scene, get a clip',
  says: [
    'Each scene is a shot with its own thread. React with ✅ or ❌ to a take; mention me in the thread to change it.',
  ],
  examples: [
    example('/previz a lighthouse in a storm, slow push in', 'renders it'),
    example('/previz a chase --seconds 8 --ratio 2.39 --takes 2', 'with options'),
    example('/previz "neon alley" --lighting "golden hour" --camera "dolly in"', 'with slots of the template'),
    example('/previz status', 'shows what is running and what is left'),
    example('/previz models', 'lists models and what they cost'),
  ],
};

export const HELP_TOPICS: Readonly<Record<SubName, HelpTopic>> = {
  help: {
    title: 'Help',
    says: ['Everything at a glance, or one word of it.'],
    examples: [example('/previz help', ''), example('/previz help log', 'about one of them')],
  },
  status: {
    title: 'Status',
    says: ['What is running in this channel, and what is left of its budget. Only you see the answer.'],
    examples: [example('/previz status', '')],
  },
  show: {
    title: 'Show a shot again',
    says: ['Posts the clip of a shot: the pick, else the latest take.'],
    examples: [example('/previz show PV-0042', ''), example('/previz show SEQ010_SH0040', 'by the team’s own name')],
  },
  cancel: {
    title: 'Cancel',
    says: ['Stops takes that have not finished. What the provider bills all the same stays billed.'],
    examples: [
      example('/previz cancel', 'your running takes, or in a shot’s thread that shot’s'),
      example('/previz cancel PV-0042 2', 'one take'),
    ],
  },
  rename: {
    title: 'Rename a shot',
    says: ['For whoever asked for the shot, and budget owners. Clips that are made from then on carry the new name.'],
    examples: [example('/previz rename PV-0042 SEQ010_SH0040', '')],
  },
  reopen: {
    title: 'Reopen a decision',
    says: ['Takes a final decision back, for whoever asked for the take, and budget owners. The log keeps both.'],
    examples: [
      example('/previz reopen PV-0042', 'the shot’s latest decided take'),
      example('/previz reopen PV-0042 2', 'one take'),
    ],
  },
  templates: {
    title: 'Templates',
    says: ['A template turns your words into a prompt; its slots can be filled by options.'],
    examples: [example('/previz templates', 'lists them'), example('/previz templates neutral', 'shows one')],
  },
  models: {
    title: 'Models',
    says: ['Who can render here, and what a shot of 5 seconds costs.'],
    examples: [example('/previz models', ''), example('/previz a harbor --model animatic', 'uses one')],
  },
  budget: {
    title: 'Budget',
    says: ['Members may look; budget owners change it. A request over the cap is granted where it is asked.'],
    examples: [
      example('/previz budget', 'what is spent, held and left'),
      example('/previz budget channel 50', 'for this channel, a month (with “day” after it: a day)'),
      example('/previz budget job 26-114 800 until 2026-12-18', 'counts by job'),
      example('/previz budget person 15', 'for each person, a day; also workspace and fuse'),
    ],
  },
  policy: {
    title: 'Policy',
    says: ['How this channel reviews and whom it may use. Anybody may look; budget owners change it.'],
    examples: [
      example('/previz policy approve-quorum 2', ''),
      example('/previz policy providers runway,google', 'only these; any allows all'),
      example('/previz policy external on', 'hides money and prompts'),
      example('/previz policy stop-words jane doe, acme', 'in every channel; also warn-words, allow-words, none'),
      example('/previz policy final-model default', 'also draft-model, strict, approvers, emoji, reject-quorum'),
    ],
  },
  log: {
    title: 'Log',
    says: ['The latest takes: what was asked, spent and decided.'],
    examples: [
      example('/previz log', ''),
      example('/previz log "night alley" --since 7d', 'words, and since when'),
      example('/previz log --channel #commercial', 'another channel'),
    ],
  },
  digest: {
    title: 'Digest',
    says: [
      'What the channel made, decided and spent, each week: Monday 09:00 in its time zone unless it says otherwise.',
      'Anybody may look; budget owners change it.',
    ],
    examples: [
      example('/previz digest now', 'the running week so far; 2026-W47 is another one'),
      example('/previz digest weekly fri 16:00', 'or off, or on'),
      example('/previz digest baseline 6h $400', 'what a shot took before, so that savings show'),
      example('/previz digest people on', 'by person, too'),
      example('/previz digest workspace weekly fri 16:00', 'all channels, for budget owners; also now, off, on'),
    ],
  },
  settings: {
    title: 'Settings',
    says: ['What a request gets that doesn’t say. Anybody may look; budget owners change it.'],
    examples: [
      example('/previz settings zone Europe/Berlin', 'where months and days begin'),
      example('/previz settings seconds 6', 'also ratio, template and model'),
      example('/previz settings ratio default', 'takes one back'),
    ],
  },
};
