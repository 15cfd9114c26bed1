import type { Model } from '../../src/core/model/model.ts';
import type { GenerationRequest, VideoProvider } from '../../src/core/ports/video-provider.ts';

export interface InstantProvider extends VideoProvider {
  /** Every submission that was accepted, and so billed: the oracle of "at most one". */
  readonly accepted: readonly { readonly clientRef: string; readonly request: GenerationRequest }[];
}

/** A provider that has the clip as soon as it is asked, and bills what its model costs a second. */
export function makeInstantProvider(clipOf: (request: GenerationRequest) => Uint8Array): InstantProvider {
  const accepted: { clientRef: string; request: GenerationRequest }[] = [];
  return {
    accepted,
    async submit(request, clientRef) {
      accepted.push({ clientRef, request });
      return { jobId: `job-${clientRef}`, pollAfterMs: 0 };
    },
    poll: async () => ({ kind: 'succeeded', billing: { kind: 'as-quoted' } }),
    async open(job) {
      const bytes = clipOf(job.request);
      return (async function* () {
        yield bytes;
      })();
    },
    cancel: async () => ({ kind: 'too-late' }),
    async reconcile(_request, clientRef) {
      return accepted.some((one) => one.clientRef === clientRef)
        ? { kind: 'found', jobId: `job-${clientRef}` }
        : { kind: 'not-there' };
    },
  };
}

/** A catalogue entry for it; `perSecondMicros` 0n is free. */
export const instantModel = (name: string, perSecondMicros: bigint): Model => ({
  name,
  provider: name,
  title: `Instant ${name}`,
  ai: true,
  seconds: { kind: 'range', min: 1, max: 60, step: 1 },
  sizes: { kind: 'any', minSide: 16, maxSide: 4096, multipleOf: 2 },
  ratios: 'any',
  references: [],
  maxReferences: 0,
  audio: false,
  seed: true,
  usual: { fixedMs: 10, perSecondMs: 0 },
  prices: [
    { from: '2026-01-01', perSecondMicros, perClipMicros: 0n, minLines: 0, audio: null, source: 'test', readOn: null },
  ],
  retiredOn: null,
  successor: null,
});
