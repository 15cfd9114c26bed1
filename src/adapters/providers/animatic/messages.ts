import { z } from 'zod';
import type { AnimaticSpec } from './spec.ts';

/** What a parent tells its children, and what they answer, over the channel between them. */
export type Task =
  | {
      readonly kind: 'draw';
      readonly spec: AnimaticSpec;
      readonly firstFrame: number;
      readonly frames: number;
      readonly outPath: string;
    }
  | { readonly kind: 'sound'; readonly spec: AnimaticSpec }
  | { readonly kind: 'join'; readonly partPaths: readonly string[]; readonly outPath: string }
  | { readonly kind: 'poster'; readonly clipPath: string; readonly outPath: string };

export const Answer = z.discriminatedUnion('kind', [
  /** Frames finished since the last message. */
  z.object({ kind: z.literal('progress'), frames: z.number().int() }),
  z.object({ kind: z.literal('done'), peakKib: z.number().nullable(), cpuMs: z.number() }),
  z.object({ kind: z.literal('failed'), code: z.string(), detail: z.string() }),
]);
export type Answer = z.infer<typeof Answer>;
