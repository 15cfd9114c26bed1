import OpenAI from 'openai';
import { PermanentError, TransientError, UncertainError } from '../../../core/errors.ts';
import type { Billing, JobStatus, ProviderJob, VideoProvider } from '../../../core/ports/video-provider.ts';
import type { Report } from '../../../core/studio/studio.ts';
import { openUrl } from '../http/open-url.ts';
import { isModeration, readCode } from '../http/openai-codes.ts';
import { safeText } from '../http/read-failure.ts';
import { isStatus, toReadError, toSubmitError } from '../http/to-error.ts';
import type { Dialect } from './dialects.ts';
import { findLost, PAGE_SIZE } from './find-lost.ts';
import { type RemoteVideo, readPage, readVideo } from './read-video.ts';
import { toCall } from './to-call.ts';
import { makeUploads } from './uploads.ts';

export interface OpenaiVideosOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly dialect: Dialect;
  /** What the server calls a model of the catalogue. */
  readonly modelOf: (name: string) => string;
  readonly report: Pick<Report, 'warn'>;
  readonly pollAfterMs?: number;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

const MAX_BYTES = 1 << 30;

/** Whoever speaks OpenAI's `/v1/videos` today (design §5: OPENAI_VIDEO_BASE_URL). */
export function makeOpenaiVideos(options: OpenaiVideosOptions): VideoProvider {
  const { dialect, modelOf } = options;
  const pollAfterMs = options.pollAfterMs ?? dialect.pollAfterMs;
  const client = makeClient(options);
  const uploads = makeUploads(client);
  const heard = new Set<string>();
  /** What a poll has just read, for the download that follows it. */
  const seen = new WeakMap<ProviderJob, RemoteVideo>();

  const retrieve = async (job: ProviderJob): Promise<RemoteVideo | null> => {
    try {
      const video = readVideo(await client.get(`/videos/${encodeURIComponent(job.jobId)}`));
      if (video === null) throw new TransientError('not_readable', 'the answer names no job');
      seen.set(job, video);
      return video;
    } catch (error) {
      if (error instanceof TransientError) throw error;
      if (isStatus(error, 404, 410)) return null;
      throw toReadError(error);
    }
  };

  const hearOnce = ({ statusWord }: RemoteVideo) => {
    if (heard.has(statusWord)) return;
    heard.add(statusWord);
    options.report.warn({ provider: 'openai', status: safeText(statusWord) }, 'an unknown status is taken as pending');
  };

  return {
    async submit(request, clientRef) {
      const { path, body } = await toCall(request, { dialect, model: modelOf(request.model), uploads });
      let answer: unknown;
      try {
        // Through the SDK's own verb, not `videos.create`, which sends forms only and knows four sizes.
        answer = await client.post(path, { body, headers: { 'X-Client-Request-Id': clientRef } });
      } catch (error) {
        if (request.source !== undefined && isStatus(error, 404, 405, 410))
          throw new PermanentError('source_gone', 'the clip that it starts from is not there', { cause: error });
        throw toSubmitError(error, readCode);
      }
      const video = readVideo(answer);
      // Accepted, perhaps paid for, and unreadable: that is no answer.
      if (video === null) throw new UncertainError('no_answer', 'the answer to the paid call names no job');
      return { jobId: video.id, pollAfterMs };
    },

    async poll(job) {
      const video = await retrieve(job);
      if (video === null) return { kind: 'forgotten' };
      if (video.status === 'unheard-of') hearOnce(video);
      return toStatus(video, dialect, pollAfterMs);
    },

    async open(job) {
      const video = seen.get(job) ?? (await retrieve(job));
      if (video === null) throw new TransientError('link_died', 'the provider does not know the job any more');
      const own = `${options.baseUrl}${dialect.contentPath.replace('{id}', encodeURIComponent(job.jobId))}`;
      const link = video.link ?? own;
      // Not through the SDK: its fetch follows redirects without looking where they lead.
      const opened = await openUrl(link, {
        own: options.baseUrl,
        maxBytes: options.maxBytes ?? MAX_BYTES,
        headers: link === own ? { Authorization: `Bearer ${options.apiKey}` } : {},
      });
      return opened.bytes;
    },

    async cancel(job) {
      if (dialect.cancel === null) return { kind: 'not-offered' };
      const path = dialect.cancel.path.replace('{id}', encodeURIComponent(job.jobId));
      try {
        await (dialect.cancel.method === 'post' ? client.post(path) : client.delete(path));
      } catch (error) {
        if (isStatus(error, 400, 404, 405, 409, 410)) return { kind: 'too-late' };
        throw toReadError(error);
      }
      return { kind: 'canceled', billing: dialect.blocked };
    },

    async reconcile(request, _clientRef, sentAt) {
      if (dialect.list === 'none') return { kind: 'cannot-know' };
      const found = await findLost(
        { request, sentAt, model: dialect.echoesModel ? modelOf(request.model) : null },
        async (after) => {
          try {
            const page = readPage(
              await client.get('/videos', {
                query: { limit: PAGE_SIZE, order: 'desc', ...(after === null ? {} : { after }) },
              }),
            );
            if (page === null) throw new TransientError('not_readable', 'the list can not be read');
            return page;
          } catch (error) {
            throw error instanceof TransientError ? error : toReadError(error);
          }
        },
      );
      return found.kind === 'not-there' && dialect.list === 'partial' ? { kind: 'cannot-know' } : found;
    },
  };
}

function makeClient({ apiKey, baseUrl, timeoutMs }: OpenaiVideosOptions): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: baseUrl,
    // The SDK's default would send the paid POST three times, without an idempotency key (facts: reliability §0).
    maxRetries: 0,
    timeout: timeoutMs ?? 60_000,
    logLevel: 'off',
    organization: null,
    project: null,
    // A redirect of the paid POST would be a second one.
    fetchOptions: { redirect: 'manual' },
  });
}

function toStatus(video: RemoteVideo, dialect: Dialect, pollAfterMs: number): JobStatus {
  const billed: Billing | null = video.cost === null ? null : { kind: 'billed', micros: video.cost };
  switch (video.status) {
    case 'pending':
    case 'unheard-of':
      return { kind: 'pending', progress: video.progress, pollAfterMs };
    case 'completed':
      // Some gateways complete a clip that was held back, and bill it.
      if (video.error !== null) return toFailed(video, dialect, billed ?? dialect.blocked);
      return { kind: 'succeeded', billing: billed ?? { kind: 'as-quoted' } };
    case 'failed':
      return toFailed(video, dialect, billed);
    case 'canceled':
      return { kind: 'canceled', billing: billed ?? dialect.failed };
    case 'expired':
      return {
        kind: 'failed',
        failure: 'expired',
        detail: 'it expired at the provider',
        billing: billed ?? dialect.failed,
      };
  }
}

function toFailed({ error }: RemoteVideo, dialect: Dialect, billed: Billing | null): JobStatus {
  const code = error?.code ?? '';
  const detail = safeText(code === '' ? (error?.message ?? 'it failed without a reason') : code);
  if (code === 'sentinel_block')
    return { kind: 'failed', failure: 'moderation_prompt', detail, billing: billed ?? { kind: 'free' } };
  if (isModeration(code))
    return { kind: 'failed', failure: 'moderation_output', detail, billing: billed ?? dialect.blocked };
  return { kind: 'failed', failure: 'provider_failed', detail, billing: billed ?? dialect.failed };
}
