import type { ProviderJob, VideoProvider } from '../ports/video-provider.ts';
import type { Studio } from '../studio/studio.ts';
import type { Take } from '../take/take.ts';

/** The provider and the job of a take whose submission was accepted. */
export function jobOf(
  studio: Studio,
  take: Take,
): { readonly provider: VideoProvider; readonly job: ProviderJob } | null {
  const provider = studio.providers.get(take.provider);
  const { attempt } = take;
  if (provider === undefined || attempt === null || attempt.jobId === null) return null;
  return { provider, job: { jobId: attempt.jobId, clientRef: attempt.id, request: attempt.request } };
}
