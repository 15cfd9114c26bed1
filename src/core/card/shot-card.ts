import { shorten } from '../command/clean-text.ts';
import { sumMicros, toDollars } from '../money/micros.ts';
import type { ShotView, TakeView } from '../ports/show-store.ts';
import { isEnded } from '../take/state.ts';
import type { Block, Card, Line } from './card.ts';
import type { CardContext } from './context.ts';
import { button, line, quiet, toCard } from './to-card.ts';

const MAX_SCENE = 300;
/** A root message lists this many takes, the latest. */
const MAX_TAKES = 8;

/** The root message of a shot's thread: the latest picture, the pick, what was spent, every take at a glance. */
export function toShotCard(
  view: ShotView,
  context: Pick<CardContext, 'external'> & {
    /** Set on a channel's first card: the zone that came with the first person who asked (design §9). */
    readonly newZone?: string | null;
  },
): Card {
  const { newZone = null } = context;
  return toCard({
    tone: view.pick === null ? 'plain' : 'good',
    title: [{ bold: view.slug }],
    status: toStatus(view),
    body: [
      line(shorten(view.scene, MAX_SCENE)),
      line('Asked by ', { person: view.askedBy }),
      ...poster(view),
      { kind: 'fields', fields: fields(view, context) },
      ...takes(view),
      ...(newZone === null ? [] : [quiet(`Days, months and weekly digests begin by the clock of ${newZone} here.`)]),
    ],
    buttons: newZone === null ? [] : [button('zone', view.id, 'Change the time zone')],
  });
}

/** Rejected: every take that was reviewed is, and none is left to review. */
function toStatus({ pick, takes }: ShotView): NonNullable<Card['status']> {
  if (pick !== null) return 'approved';
  const shown = takes.filter(({ media }) => media !== null);
  return shown.length > 0 && shown.every(({ decision }) => decision.state === 'rejected') ? 'rejected' : 'open';
}

function fields(view: ShotView, { external }: Pick<CardContext, 'external'>) {
  const pick = view.takes.find(({ id }) => id === view.pick);
  const shown: { readonly label: string; readonly value: Line }[] = [
    { label: 'Pick', value: [pick === undefined ? 'None yet' : `Take ${pick.number}`] },
    { label: 'Takes', value: [String(view.takes.length)] },
  ];
  return external ? shown : [...shown, { label: 'Spent', value: [toSpentWords(view.takes)] }];
}

/** `$1.20, $0.50 held`. */
function toSpentWords(takes: readonly TakeView[]): string {
  const spent = sumMicros(takes.map(({ cost }) => cost ?? 0n));
  const held = sumMicros(takes.map((take) => (take.cost === null && !isEnded(take.state) ? take.estimate : 0n)));
  return held === 0n ? toDollars(spent) : `${toDollars(spent)}, ${toDollars(held)} held`;
}

function poster(view: ShotView): readonly Block[] {
  const shown = view.takes.toSorted((a, b) => b.number - a.number).find((take) => take.poster !== null);
  if (shown === undefined || shown.poster === null) return [];
  const alt = shorten(`Still of take ${shown.number}: ${shown.scene}`, MAX_SCENE);
  return [{ kind: 'image', media: shown.poster, alt }];
}

function takes(view: ShotView): readonly Block[] {
  if (view.takes.length === 0) return [];
  const latest = view.takes.toSorted((a, b) => a.number - b.number).slice(-MAX_TAKES);
  const left = view.takes.length - latest.length;
  const caption = left === 0 ? `Takes of ${view.slug}` : `The latest takes of ${view.slug}; ${left} before them`;
  return [
    {
      kind: 'table',
      caption,
      columns: ['Take', 'Model', 'State', 'Review'],
      rows: latest.map((take) => [String(take.number), take.model, toStateWord(take), toReview(take)]),
    },
  ];
}

/** The root is not edited at every step: what runs is in work, and the take's own card says how far it is. */
const toStateWord = ({ state }: TakeView): string => (isEnded(state) || state === 'unknown' ? state : 'in work');

/** Whether a review has anything to say yet, and in which word. */
function toReview(take: TakeView): string {
  if (take.decision.state === 'open') return take.media === null ? '–' : 'open';
  return take.decision.finalAt === null ? `${take.decision.state}, not final` : take.decision.state;
}
