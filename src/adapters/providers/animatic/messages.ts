import { z } from 'zod';
import { AnimaticSpec } from './spec.ts';

/** What a parent tells its children, and what they answer, over the channel between them. */
export const Task = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('draw'),
    spec: AnimaticSpec,
    firstFrame: z.number().int(),
    frames: z.number().int(),
    outPath: z.string(),
  }),
  z.object({ kind: z.literal('sound'), spec: AnimaticSpec }),
  z.object({ kind: z.literal('join'), partPaths: z.array(z.string()), outPath: z.string() }),
  z.object({ kind: z.literal('poster'), clipPath: z.string(), outPath: z.string() }),
]);
export type Task = z.infer<typeof Task>;

export const Answer = z.discriminatedUnion('kind', [
  /** Frames finished since the last message. */
  z.object({ kind: z.literal('progress'), frames: z.number().int() }),
  z.object({ kind: z.literal('done'), peakKib: z.number().nullable() }),
  z.object({ kind: z.literal('failed'), code: z.string(), detail: z.string() }),
]);
export type Answer = z.infer<typeof Answer>;
