import type { ChannelId, PersonId, WorkspaceId } from '../../core/ids.ts';
import type { Choice } from './inbound.ts';
import { cut, LIMITS } from './limits.ts';
import type { From } from './read-interaction.ts';

/** A template, or a model with what five seconds of it cost. */
export interface CatalogEntry {
  readonly kind: 'template' | 'model';
  readonly name: string;
  readonly title: string;
  readonly price: string | null;
}

/** What autocomplete reads; each answers well within a second, however much there is. */
export interface SuggestStore {
  /** What the app knows now; what nobody saved for an hour is forgotten. May be repeated, and by several at once. */
  saveCatalog(entries: readonly CatalogEntry[], now: Date): Promise<void>;
  /** Entries that have the words; those that begin with them first. */
  catalog(
    of: { readonly kind: CatalogEntry['kind']; readonly typed: string },
    limit: number,
  ): Promise<readonly Omit<CatalogEntry, 'kind'>[]>;
  /** The channel's shots whose name or scene has the words, the latest first. No other channel's: who reads those is not known here. */
  shots(
    of: { readonly workspace: WorkspaceId; readonly channel: ChannelId; readonly typed: string },
    limit: number,
  ): Promise<readonly { readonly slug: string; readonly scene: string }[]>;
  /** What was asked for lately, each once, the latest first: by this person, then by the others of the channel as far as it was made. */
  briefs(
    of: { readonly workspace: WorkspaceId; readonly channel: ChannelId; readonly person: PersonId },
    limit: number,
  ): Promise<readonly { readonly request: string; readonly scene: string }[]>;
}

/** A brief that is longer than Discord's hundred characters stands for itself by its request. */
const BRIEF = 'brief:';
export const readBriefChoice = (scene: string): string | null =>
  /^brief:([\w-]{8,64})$/.exec(scene.trim())?.[1] ?? null;

const RECENT = 200;

/** What is offered while somebody types an option. */
export async function suggest(
  store: SuggestStore,
  { from, option, typed }: { readonly from: From; readonly option: string; readonly typed: string },
): Promise<readonly Choice[]> {
  const { guild, channel, actor } = from;
  // Discord's ids, as they are in our rows.
  const [workspace, room] = [guild as WorkspaceId | null, channel as ChannelId | null];
  if (workspace === null || room === null) return [];
  switch (option) {
    case 'template':
    case 'name': {
      const found = await store.catalog({ kind: 'template', typed: typed.trim() }, LIMITS.choices);
      return short(found.map(({ name, title }) => toChoice(`${name} · ${title}`, name)));
    }
    case 'model': {
      const found = await store.catalog({ kind: 'model', typed: typed.trim() }, LIMITS.choices);
      return short(
        found.map(({ name, title, price }) => toChoice(price === null ? title : `${title} · ${price}`, name)),
      );
    }
    case 'shot': {
      const shots = await store.shots({ workspace, channel: room, typed: typed.trim() }, LIMITS.choices);
      return shots.map(({ slug, scene }) => toChoice(`${slug} · ${scene}`, slug));
    }
    case 'scene': {
      const briefs = await store.briefs({ workspace, channel: room, person: actor.id }, RECENT);
      return pick(briefs, typed, ({ request, scene }) =>
        toChoice(scene, scene.length <= LIMITS.choiceValue ? scene : `${BRIEF}${request}`),
      );
    }
    default:
      return [];
  }
}

/** A longer value is refused by Discord, and the whole answer with it. */
const short = (choices: readonly Choice[]) => choices.filter(({ value }) => value.length <= LIMITS.choiceValue);

const toChoice = (name: string, value: string): Choice => ({
  name: cut(name.replace(/\s+/g, ' '), LIMITS.choiceName),
  value,
});

/** Those that begin with what was typed first, then those that have it anywhere. */
function pick<T>(items: readonly T[], typed: string, show: (item: T) => Choice): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  const choices = short(items.map(show));
  const rank = ({ name, value }: Choice): number => {
    if (wanted === '' || value.toLowerCase().startsWith(wanted) || name.toLowerCase().startsWith(wanted)) return 0;
    return value.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted) ? 1 : 2;
  };
  return choices
    .map((choice) => ({ choice, rank: rank(choice) }))
    .filter((ranked) => ranked.rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, LIMITS.choices)
    .map(({ choice }) => choice);
}
