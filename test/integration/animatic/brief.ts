import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnimaticSpec } from '../../../src/adapters/providers/animatic/spec.ts';
import { attemptId } from '../../../src/core/ids.ts';
import type { GenerationRequest, ProviderJob } from '../../../src/core/ports/video-provider.ts';

/** Small pictures draw fast; everything else is as in a real take. */
export const SPEC: AnimaticSpec = {
  slug: 'PV-0042',
  takeNumber: 1,
  scene: 'Anna walks down a rainy street at night, tracking',
  slots: {},
  seconds: 1,
  ratio: '16:9',
  width: 160,
  height: 90,
  seed: 7,
};

export const toRequest = (spec: Partial<AnimaticSpec> = {}): GenerationRequest => ({
  ...SPEC,
  ...spec,
  model: 'animatic',
  prompt: SPEC.scene,
  audio: true,
  references: [],
});

export const toJob = (jobId: string, spec: Partial<AnimaticSpec> = {}): ProviderJob => ({
  jobId,
  clientRef: attemptId(jobId),
  request: toRequest(spec),
});

export async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'previz-animatic-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
