import { shorten } from '../command/clean-text.ts';
import type { Problem } from '../command/read.ts';
import type { SubName } from '../command/sub-command.ts';
import type { ActId, TakeId } from '../ids.ts';
import type { TakeView } from '../ports/show-store.ts';
import { STUCK_AT_PROVIDER } from '../take/state.ts';
import type { Take } from '../take/take.ts';
import type { Block, Button, Card, Line, Tone } from './card.ts';
import { votersOf } from './decision-words.ts';
import { HELP_TOPICS, OVERVIEW } from './help-topics.ts';
import { bold, button, code, line, peopleLine, quiet, toCard } from './to-card.ts';

/** A few lines of text, and presses under them. */
export const toNote = (tone: Tone, lines: readonly Line[], buttons: readonly Button[] = []): Card =>
  toCard({ tone, title: null, body: lines.map((spans) => line(...spans)), buttons });

/** Why a command can't be used, what to do, and the real names nearest to what was written. */
export function problemCard(problem: Problem): Card {
  const near = problem.nearest.filter((name) => !problem.hint.includes(name));
  return toCard({
    tone: 'warning',
    title:
      problem.word === '' ? [bold('That can’t be read yet')] : [bold('That can’t be read yet: '), code(problem.word)],
    body: [
      line(problem.hint),
      ...(near.length === 0 ? [] : [line('Nearest: ', ...codes(near))]),
      quiet('Nothing was spent.'),
    ],
  });
}

/** Both readings fit: asks which one is meant, and runs nothing. `command` is what was typed after `/previz`. */
export function ambiguousCard(ask: { readonly actId: ActId; readonly scene: string; readonly command: string }): Card {
  return toCard({
    tone: 'plain',
    title: [bold('Which one do you mean?')],
    body: [line(code(`/previz ${shorten(ask.command, 80)}`), ' can be a scene or a command. Nothing has run.')],
    buttons: [
      button('scene', ask.actId, `Render “${shorten(ask.scene, 40)}”`, { argument: ask.command }),
      button('command', ask.actId, 'Run the command', { argument: ask.command }),
    ],
  });
}

/** How to use it: everything at a glance, or one sub-command. */
export function helpCard(topic: SubName | null): Card {
  const { title, says, examples } = topic === null ? OVERVIEW : HELP_TOPICS[topic];
  const more = [
    'More: ',
    code('/previz help budget'),
    '. On Discord these words stand behind ',
    code('/previz-team'),
    '.',
  ];
  return toCard({
    tone: 'plain',
    title: [bold(title)],
    body: [
      ...says.map((text) => line(text)),
      ...examples.map(
        (example): Block => line(code(example.write), ...(example.does === '' ? [] : [` · ${example.does}`])),
      ),
      ...(topic === null ? [quiet(...more)] : []),
    ],
  });
}

/** To the requester of a clip that could not be posted where it belongs. Kept where it is still found after a reload. */
export const undeliveredNote = (view: Pick<TakeView, 'slug' | 'number'>): Card => ({
  ...toNote('warning', [
    [
      bold(`${view.slug} take ${view.number}`),
      ' is finished and kept, but it could not be posted in its channel. ',
      code(`/previz show ${view.slug}`),
      ' there posts it again.',
    ],
  ]),
  lasting: true,
});

/** The one line in the thread when a decision is final; superseded siblings are told in it, by number. */
export function decisionLine(view: TakeView, superseded: readonly number[] = []): Card {
  const take: Line = [bold(`${view.slug} take ${view.number}`)];
  if (view.decision.state === 'rejected') {
    return toNote('bad', [[...take, ' is rejected', ...by(votersOf(view, 'reject')), '. That is final.']]);
  }
  if (view.decision.state !== 'approved') {
    return toNote('plain', [[...take, view.decision.finalAt === null ? ' is open again.' : ' is superseded.']]);
  }
  const self = view.decision.selfApproved ? ' Self-approved: nobody else can vote here.' : '';
  const others = superseded.length === 0 ? '' : ` ${toTakesWords(superseded)} superseded.`;
  return toNote('good', [
    [...take, ' is approved', ...by(votersOf(view, 'approve')), `. It is the pick.${self}${others}`],
  ]);
}

/** The one line in the thread when nobody knows what became of the money. Names no amount: anybody may read it. */
export function unknownLine(take: Pick<Take, 'slug' | 'number' | 'askedBy'>, detail: string): Card {
  const happened =
    detail === STUCK_AT_PROVIDER ? 'has rendered for a day without an end' : 'was sent, but no answer came back';
  return toNote('warning', [
    [
      bold(`${take.slug} take ${take.number}`),
      ` ${happened}: it may have been charged, or not. Its money stays held, nothing is sent twice,` +
        ' and Previz keeps checking. The take’s card says how it goes.',
    ],
  ]);
}

/** To whoever pressed Cancel, where that stops nothing. */
export const notCanceledNote = (take: Pick<Take, 'slug' | 'number'>, why: keyof typeof NOT_CANCELED): Card =>
  toNote('warning', [[bold(`${take.slug} take ${take.number}`), NOT_CANCELED[why]]]);

const NOT_CANCELED = {
  'not-offered': ' can’t be canceled at its provider; it goes on and ends by itself.',
  'too-late': ' could not be canceled any more; it goes on and ends by itself.',
  'bill-unknown': ' was stopped at its provider, which does not say yet what that cost. Its card says how it goes.',
} as const;

/** After a bug: short, with the id by which whoever runs Previz finds what happened. */
export const apologyCard = (id: TakeId | ActId): Card =>
  toNote('bad', [['Sorry, something broke on our side. Whoever runs Previz can look it up as ', code(id), '.']]);

/** For a vote on a shot's root message, which belongs to no take. */
export const rootVoteHint = (): Card =>
  toNote('plain', [
    ['Votes count on a take: react to its card or its clip in this thread. This message stands for all of them.'],
  ]);

/** A reject invites a reason, never demands it. */
export const reasonInvite = (view: Pick<TakeView, 'id' | 'slug' | 'number'>): Card =>
  toNote(
    'plain',
    [
      [
        `Noted: you reject ${view.slug} take ${view.number}. If you like, say what is missing; it becomes the next take’s change.`,
      ],
    ],
    [button('reason', view.id, 'Say why')],
  );

const by = (people: Parameters<typeof peopleLine>[0]): Line =>
  people.length === 0 ? [] : [' by ', ...peopleLine(people)];

function toTakesWords(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const last = sorted.at(-1);
  return sorted.length === 1 ? `Take ${last} is` : `Takes ${sorted.slice(0, -1).join(', ')} and ${last} are`;
}

const codes = (names: readonly string[]): Line =>
  names.flatMap((name, index) => (index === 0 ? [code(name)] : [', ', code(name)]));
