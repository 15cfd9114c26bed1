import { type RenderedPrompt, renderPrompt } from './render-prompt.ts';
import type { Slots } from './slots.ts';
import type { Template } from './template.ts';

export type FittedPrompt =
  | ({ readonly kind: 'fits'; readonly notes: readonly string[] } & RenderedPrompt)
  | { readonly kind: 'too-long'; readonly length: number };

/**
 * A prompt that the model reads to its end. Where it is too long, what the template adds by itself is left out; the
 * person's own words never are. `limit` is in UTF-16 units; null: none is known.
 */
export function fitPrompt(
  template: Template,
  asked: { readonly scene: string; readonly slots: Slots },
  { limit, title }: { readonly limit: number | null; readonly title: string },
): FittedPrompt {
  const whole = renderPrompt(template, asked);
  if (limit === null || whole.prompt.length <= limit) return { kind: 'fits', notes: [], ...whole };
  const own = renderPrompt({ ...template, defaults: {} }, asked);
  if (own.prompt.length > limit) return { kind: 'too-long', length: own.prompt.length };
  const left = Object.keys(whole.slots).filter((name) => !(name in own.slots));
  const note = `${title} reads ${limit} characters at most, so what the template adds is left out: ${left.join(', ')}.`;
  return { kind: 'fits', notes: [note], ...own };
}
