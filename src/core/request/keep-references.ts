import type { Card } from '../card/card.ts';
import { problemCard } from '../card/notes.ts';
import type { Brief, BriefReference } from '../command/brief.ts';
import { UserError } from '../errors.ts';
import type { KeptReference } from '../ports/reference-shelf.ts';
import type { Studio } from '../studio/studio.ts';
import type { Wish } from './place-request.ts';

/** A picture that an earlier take kept is named by its bytes. */
export const KEPT = 'kept:';

export type KeptReferences =
  | {
      readonly kind: 'kept';
      readonly byUrl: ReadonlyMap<string, Omit<KeptReference, 'role'>>;
      /** The brief with the pictures that are there. */
      readonly brief: Brief;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'problem'; readonly card: Card };

/**
 * Fetches the pictures of a brief before anything is priced; those of the take it starts from are there already. What
 * somebody ordered and can't be had is a problem; of what was only read it is left out, and said.
 */
export async function keepReferences(
  studio: Pick<Studio, 'references'>,
  { brief, parent, from }: Pick<Wish, 'brief' | 'parent' | 'from'>,
): Promise<KeptReferences> {
  const notes: string[] = [];
  const byUrl = new Map<string, Omit<KeptReference, 'role'>>();
  for (const kept of parent?.params.references ?? []) byUrl.set(`${KEPT}${kept.sha256}`, kept);
  for (const { url } of brief.refs) {
    if (byUrl.has(url)) continue;
    try {
      byUrl.set(url, await studio.references.keep(url));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (from === 'read') {
        notes.push(`A picture is left out. ${error.message}`);
        continue;
      }
      const problem = { kind: 'problem', code: 'bad_value', word: 'ref', hint: error.message, nearest: [] } as const;
      return { kind: 'problem', card: problemCard(problem) };
    }
  }
  return { kind: 'kept', byUrl, brief: { ...brief, refs: brief.refs.filter(({ url }) => byUrl.has(url)) }, notes };
}

/** The references of a take as a brief names them, so that the next take has them too. */
export const toBriefReferences = (kept: readonly KeptReference[]): readonly BriefReference[] =>
  kept.map(({ role, sha256 }) => ({ role, url: `${KEPT}${sha256}` }));
