import type { GenerationRequest, Reconciliation } from '../../../core/ports/video-provider.ts';
import type { RemoteVideo } from './read-video.ts';

/** A job of the lost submission is this young, clocks of two machines being what they are (facts: reliability §3.2). */
const BEFORE_MS = 2 * 60_000;
const AFTER_MS = 15 * 60_000;
const MAX_PAGES = 50;

interface Lost {
  readonly request: GenerationRequest;
  readonly sentAt: Date;
  /** null where the server doesn't tell the model it was asked for. */
  readonly model: string | null;
}

type ReadPage = (after: string | null) => Promise<{ readonly videos: readonly RemoteVideo[]; readonly more: boolean }>;

/** Reads the list, newest first, until it is older than the submission, and keeps what could be its job. */
export async function findLost(lost: Lost, readPage: ReadPage): Promise<Reconciliation> {
  const from = lost.sentAt.getTime() - BEFORE_MS;
  const found: RemoteVideo[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await readPage(after);
    for (const video of page.videos) {
      const fit = fitOf(video, lost);
      if (fit === 'maybe') return { kind: 'cannot-know' };
      if (fit === 'yes') found.push(video);
    }
    const last: RemoteVideo | undefined = page.videos.at(-1);
    const isPast = last?.createdAt !== null && last?.createdAt !== undefined && last.createdAt.getTime() < from;
    if (!page.more || last === undefined || isPast) return toAnswer(found);
    after = last.id;
  }
  return found.length > 0 ? toAnswer(found) : { kind: 'cannot-know' };
}

function toAnswer(found: readonly RemoteVideo[]): Reconciliation {
  const byAge = found.toSorted((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0));
  return found.length === 0 ? { kind: 'not-there' } : { kind: 'candidates', jobIds: byAge.map(({ id }) => id) };
}

/** `maybe`: of the right time, and the server doesn't tell what it is. */
function fitOf(video: RemoteVideo, { request, sentAt, model }: Lost): 'yes' | 'no' | 'maybe' {
  const age = video.createdAt === null ? 0 : video.createdAt.getTime() - sentAt.getTime();
  if (age < -BEFORE_MS || age > AFTER_MS) return 'no';
  if (model !== null && video.model !== null && video.model !== model) return 'no';
  if (video.size !== null && video.size !== `${request.width}x${request.height}`) return 'no';
  // Whether an extension is told with what it was added to, nobody says.
  const hasOwnLength = request.source?.act !== 'extend';
  if (hasOwnLength && video.seconds !== null && video.seconds !== request.seconds) return 'no';
  if (video.prompt === null || video.createdAt === null) return 'maybe';
  return video.prompt === request.prompt ? 'yes' : 'no';
}
