import type { KeptReference } from '../ports/reference-shelf.ts';
import type { RequestPlan } from '../ports/request-store.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { decideModeration, type Flag, type ModerationDecision } from './flags.ts';
import { flagsOfWords, readWordPolicy } from './word-policy.ts';

/**
 * Looks at what would be sent away, before any money: the prompts and the pictures. Where the host's check can't be had,
 * the workspace's word policy stands alone; a likeness is always its matter, because no host's check knows one. What is
 * drawn on this machine by rule is nobody's matter.
 */
export async function moderatePlan(studio: Studio, asked: Asked, plan: RequestPlan): Promise<ModerationDecision> {
  const takes = plan.takes.filter(({ model }) => studio.catalog.models.get(model)?.ai !== false);
  if (takes.length === 0) return { kind: 'clear' };
  const text = [...new Set(takes.map(({ prompt }) => prompt))].join('\n');
  const byWords = flagsOfWords(text, readWordPolicy(asked.workspace.settings));
  // The host's check looks at no clip (facts: providers §6); the words about it are all that can be judged.
  const references = picturesOf(takes);
  const pictures = await Promise.all(
    references.map(async (kept) => ({ path: await studio.references.lend(kept), mime: kept.mime })),
  );
  const judged = (await studio.moderator?.judge({ text, pictures })) ?? { kind: 'not-judged' };
  if (judged.kind === 'not-judged') return decideModeration(byWords);
  if (judged.kind === 'partly') return decideModeration([...judged.flags, ...byWords]);
  const likeness: readonly Flag[] = byWords.filter((flag) => flag === 'likeness' || flag === 'violence');
  return decideModeration([...judged.flags, ...likeness]);
}

/** Of every take, each once: models of one request may not take the same references. */
function picturesOf(takes: RequestPlan['takes']): readonly KeptReference[] {
  const kept = takes.flatMap(({ params }) => params.references ?? []).filter(({ mime }) => mime.startsWith('image/'));
  return [...new Map(kept.map((reference) => [reference.sha256, reference])).values()];
}
