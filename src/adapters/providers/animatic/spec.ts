import { z } from 'zod';
import type { GenerationRequest } from '../../../core/ports/video-provider.ts';
import { RATIOS } from '../../../core/take/ratio.ts';

/** What a render needs to know and nothing else: written beside the job, read by its child processes. */
export const AnimaticSpec = z.object({
  slug: z.string(),
  takeNumber: z.number().int().min(0),
  scene: z.string(),
  slots: z.record(z.string(), z.string()),
  seconds: z.number().positive().max(600),
  ratio: z.enum(RATIOS),
  width: z.number().int().min(64).max(3840).multipleOf(2),
  height: z.number().int().min(64).max(3840).multipleOf(2),
  seed: z.number().int().min(0),
});
export type AnimaticSpec = Readonly<z.infer<typeof AnimaticSpec>>;

/** Throws a ZodError where the request asks for what can't be drawn: odd pixels, no seconds. */
export const toSpec = (request: GenerationRequest): AnimaticSpec =>
  AnimaticSpec.parse({
    slug: request.slug,
    takeNumber: request.takeNumber,
    scene: request.scene,
    slots: Object.fromEntries(Object.entries(request.slots).filter(([, text]) => text !== undefined)),
    seconds: request.seconds,
    ratio: request.ratio,
    width: request.width,
    height: request.height,
    seed: request.seed,
  });
