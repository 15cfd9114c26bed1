import type { GenerationRequest, Reconciliation } from '../../../core/ports/video-provider.ts';
import type { RemotePage, RemoteVideo } from './read-video.ts';

/** A job of the lost submission is this young, clocks of two machines being what they are (facts: reliability §3.2). */
const BEFORE_MS = 2 * 60_000;
const AFTER_MS = 15 * 60_000;
const MAX_PAGES = 50;
export const PAGE_SIZE = 100;

interface Lost {
  readonly request: GenerationRequest;
  readonly sentAt: Date;
  /** null where the server doesn't tell the model it was asked for. */
  readonly model: string | null;
}

type ReadPage = (after: string | null) => Promise<RemotePage>;

/** Reads the list, newest first, until it is older than the submission, and keeps what could be its job. */
export async function findLost(lost: Lost, readPage: ReadPage): Promise<Reconciliation> {
  const from = lost.sentAt.getTime() - BEFORE_MS;
  const found: RemoteVideo[] = [];
  const read = new Set<string>();
  let isCertain = true;
  let after: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await readPage(after);
    const videos = page.videos.filter(({ id }) => !read.has(id));
    for (const video of videos) {
      read.add(video.id);
      const fit = fitOf(video, lost);
      if (fit === 'maybe') return { kind: 'cannot-know' };
      if (fit === 'yes') found.push(video);
      if (fit === 'other-words') isCertain = false;
    }
    // It gave the same again: where its list ends, it doesn't say.
    if (videos.length === 0 && page.count > 0) isCertain = false;
    const last: RemoteVideo | undefined = videos.at(-1);
    const isPast = isNewestFirst(page.videos) && (last?.createdAt?.getTime() ?? from) < from;
    // Without a word about more, a full page may be the first of many.
    const isMore = page.more ?? page.count >= PAGE_SIZE;
    if (!isMore || last === undefined || isPast) return toAnswer(found, isCertain);
    after = last.id;
  }
  return toAnswer(found, false);
}

/** A list in another order than was asked for has the young ones at its end. */
const isNewestFirst = (videos: readonly RemoteVideo[]): boolean => {
  const times = videos.map(({ createdAt }) => createdAt?.getTime() ?? 0);
  return times.length > 1 && times.every((time, at) => time <= (times[at - 1] ?? time));
};

function toAnswer(found: readonly RemoteVideo[], isCertain: boolean): Reconciliation {
  const byAge = found.toSorted((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0));
  if (found.length > 0) return { kind: 'candidates', jobIds: byAge.map(({ id }) => id) };
  return { kind: isCertain ? 'not-there' : 'cannot-know' };
}

/**
 * `maybe`: of the right time, and the server doesn't tell what it is. `other-words`: all but the prompt is right; a server
 * may tell a prompt otherwise than it was sent, so that this is no proof of another job.
 */
function fitOf(video: RemoteVideo, { request, sentAt, model }: Lost): 'yes' | 'no' | 'maybe' | 'other-words' {
  const age = video.createdAt === null ? 0 : video.createdAt.getTime() - sentAt.getTime();
  if (age < -BEFORE_MS || age > AFTER_MS) return 'no';
  if (model !== null && video.model !== null && video.model !== model) return 'no';
  if (video.size !== null && video.size !== `${request.width}x${request.height}`) return 'no';
  // Whether an extension is told with what it was added to, nobody says.
  const hasOwnLength = request.source?.act !== 'extend';
  if (hasOwnLength && video.seconds !== null && video.seconds !== request.seconds) return 'no';
  if (video.prompt === null || video.createdAt === null) return 'maybe';
  return plain(video.prompt) === plain(request.prompt) ? 'yes' : 'other-words';
}

/** A form turns every end of a line into CRLF (html.spec.whatwg.org, multipart form data), and some servers trim. */
const plain = (prompt: string): string => prompt.replaceAll(/\r\n?/g, '\n').trim();
