import { z } from 'zod';

/** What the process that makes copies for people is told: which clip, and what of it. */
export const DeriveTask = z.object({
  clipPath: z.string(),
  stripPath: z.string().nullable(),
  chat: z
    .object({
      outPath: z.string(),
      matte: z.number().positive().nullable(),
      mark: z.string().nullable(),
      maxBytes: z.number().int().positive(),
      maxSide: z.number().int().positive(),
    })
    .nullable(),
});
export type DeriveTask = z.infer<typeof DeriveTask>;
