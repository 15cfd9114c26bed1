import { z } from 'zod';

/** What the process that sets stills in motion is told. */
export const BoardTask = z.object({
  stills: z.array(z.string()).min(1),
  outPath: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  frames: z.number().int().positive(),
  seed: z.number().int(),
});
export type BoardTask = z.infer<typeof BoardTask>;
