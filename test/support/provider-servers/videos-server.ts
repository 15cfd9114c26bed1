import { randomUUID } from 'node:crypto';
import { failPoll, loseAnswer, refuseCreate } from './create-fault.ts';
import { SHAPES, type Shape, type Word } from './dialect-shapes.ts';
import { type FaultPlan, makeFaults, type RenderFault, type Weather } from './faults.ts';
import { type Exchange, startLoopback } from './loopback.ts';
import type { Reach } from './moments.ts';
import { sendClip } from './send-clip.ts';

export interface VideosServer {
  readonly baseUrl: string;
  readonly faults: FaultPlan;
  /** Every POST that was accepted, and so may be billed: the oracle of "at most one". */
  readonly accepted: readonly AcceptedVideo[];
  /** What the server charges for everything it accepted, as far as it ran. */
  bill(): bigint;
  /** Every request that came in, for what must not be in one. */
  readonly heard: readonly Exchange[];
  /** Free: what went up before a paid call. */
  readonly uploads: readonly Upload[];
  /** In memory, like SGLang's: after a restart every id is 404. */
  forgetAll(): void;
  close(): Promise<void>;
}

export interface AcceptedVideo {
  readonly id: string;
  readonly clientRef: string;
  readonly path: string;
  /** As it came. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** With what it takes over from the clip that it starts from. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

export interface VideosServerOptions {
  readonly clip: (seconds: number) => Promise<Uint8Array> | Uint8Array;
  readonly perSecondMicros: bigint;
  /** How many polls see a job running before it is done. */
  readonly polls?: number;
  readonly now?: () => Date;
  readonly renderMs?: number;
  /** It has `/files`, as OpenAI's own has. */
  readonly keepsFiles?: boolean;
  /** Whose words it speaks; OpenAI's unless told. */
  readonly shape?: Shape;
  readonly at?: Reach;
  readonly weather?: Weather;
}

export interface Upload {
  readonly id: string;
  readonly kind: 'file' | 'char';
  readonly body: Readonly<Record<string, unknown>>;
}

interface Job extends AcceptedVideo {
  readonly fault: RenderFault | null;
  readonly startedAt: number;
  polls: number;
  ended: 'completed' | 'failed' | 'canceled' | null;
}

const PATH = /^\/v1\/videos(?:\/([^/]+))?(?:\/(content|cancel|remix))?$/;

/** OpenAI's `/v1/videos` as its published description has it, with the faults of those who speak it. */
export async function startVideosServer(options: VideosServerOptions): Promise<VideosServer> {
  const faults = makeFaults(options.weather);
  const accepted: AcceptedVideo[] = [];
  const heard: Exchange[] = [];
  const uploads: Upload[] = [];
  const jobs = new Map<string, Job>();
  const now = options.now ?? (() => new Date());
  const shape = options.shape ?? SHAPES.openai;
  const reach = options.at ?? (async () => {});

  const costOf = ({ body }: Job): bigint => BigInt(Math.round(shape.secondsOf(body))) * options.perSecondMicros;

  const toVideo = (job: Job, status: Word, progress: number, error: { code: string; message: string } | null = null) =>
    shape.tell(job, {
      status,
      progress,
      error,
      clipUrl: job.fault === 'no-output' ? null : `${server.url}/v1/videos/${job.id}/content?index=0`,
      micros: costOf(job),
    });

  const accept = (exchange: Exchange, { sent, body }: Pick<Job, 'sent' | 'body'>): Job => {
    const job: Job = {
      // No two servers of a test give one id to two jobs, as no two vendors' do.
      id: shape.newId(),
      clientRef: exchange.headers['x-client-request-id'] ?? '',
      path: exchange.path,
      sent,
      body,
      at: now(),
      fault: faults.next.render(),
      startedAt: performance.now(),
      polls: 0,
      ended: null,
    };
    jobs.set(job.id, job);
    accepted.push(job);
    return job;
  };

  /** What starts from a clip that is there takes its shape; what else it says of itself is its own. */
  const inherit = (body: Readonly<Record<string, unknown>>, from: string | null): Job['body'] | null => {
    if (from === null) return body;
    const source = jobs.get(from);
    if (source?.ended !== 'completed') return null;
    const { model, size, seconds } = source.body;
    return { model, size, seconds, ...body, remixed_from_video_id: from };
  };

  const create = async (exchange: Exchange, from: string | null = null): Promise<void> => {
    const fault = faults.next.create();
    const sent = await exchange.body();
    const problem = shape.refuse(exchange.headers['content-type'] ?? '', sent);
    if (problem !== null) return exchange.json(422, { error: { code: null, message: problem } });
    const reference = sent['video'];
    const named = typeof reference === 'object' && reference !== null && 'id' in reference ? reference.id : null;
    const body = inherit(sent, from ?? (typeof named === 'string' ? named : null));
    if (body === null) return exchange.json(404, { error: { code: null, message: 'no such video' } });
    await reach('post');
    // Who hung up before anything was accepted is not rendered for.
    if (exchange.request.socket.destroyed) return;
    if (refuseCreate(exchange, fault)) return;
    const job = accept(exchange, { sent, body });
    await reach('accepted');
    if (loseAnswer(exchange, fault)) return;
    exchange.json(shape.created, toVideo(job, 'queued', 0));
    await reach('answered');
  };

  const upload = async (exchange: Exchange, kind: 'file' | 'char') => {
    const body = await exchange.body();
    await reach('upload');
    const id = `${kind}_${randomUUID()}`;
    uploads.push({ id, kind, body });
    exchange.json(200, { id, name: body['name'] ?? null, created_at: Math.floor(now().getTime() / 1000) });
  };

  const read = (exchange: Exchange, job: Job) => {
    const isSlow = performance.now() - job.startedAt < (options.renderMs ?? 0);
    job.polls += isSlow ? 0 : 1;
    if (job.polls <= (options.polls ?? 1)) return exchange.json(200, toVideo(job, 'in_progress', 50));
    switch (job.fault) {
      case 'stuck':
        return exchange.json(200, toVideo(job, 'in_progress', 99));
      case 'late':
        if (job.polls <= 9) return exchange.json(200, toVideo(job, 'in_progress', 99));
        break;
      case 'forgotten':
        return exchange.json(404, { error: { code: null, message: 'no such video' } });
      case 'odd-status':
        if (job.polls <= (options.polls ?? 1) + 2) return exchange.json(200, toVideo(job, 'polishing', 80));
        break;
      case 'late-moderation':
        if (shape.completesBlocked) {
          job.ended = 'failed';
          return exchange.json(
            200,
            toVideo(job, 'completed', 100, { code: 'moderation_blocked', message: 'held back' }),
          );
        }
        job.ended = 'failed';
        return exchange.json(200, toVideo(job, 'failed', 100, { code: 'moderation_blocked', message: 'held back' }));
      case 'failed':
        job.ended = 'failed';
        return exchange.json(200, toVideo(job, 'failed', 40, { code: 'server_error', message: 'out of memory' }));
      case 'canceled':
        job.ended = 'canceled';
        return exchange.json(200, toVideo(job, 'cancelled', 40));
      default:
    }
    job.ended = 'completed';
    exchange.json(200, toVideo(job, 'completed', 100));
  };

  const list = (exchange: Exchange) => {
    const newest = [...jobs.values()].toReversed();
    const after = exchange.query.get('after');
    const from = after === null ? 0 : newest.findIndex(({ id }) => id === after) + 1;
    const limit = Math.min(Number(exchange.query.get('limit') ?? 20), 100);
    const page = newest.slice(from, from + limit);
    const data = page.map((job) => toVideo(job, 'in_progress', 50));
    exchange.json(200, {
      object: 'list',
      data,
      first_id: page[0]?.id ?? null,
      last_id: page.at(-1)?.id ?? null,
      has_more: from + limit < newest.length,
    });
  };

  const serve = async (exchange: Exchange): Promise<void> => {
    heard.push(exchange);
    if (exchange.path === '/v1/files' && options.keepsFiles === true) return upload(exchange, 'file');
    const match = PATH.exec(exchange.path);
    if (match === null) return exchange.json(404, { error: { message: `no ${exchange.path}` } });
    const id = match[1] === undefined ? null : decodeURIComponent(match[1]);
    if (exchange.method === 'POST' && (id === 'edits' || id === 'extensions')) return create(exchange);
    if (exchange.method === 'POST' && match[2] === 'remix') return create(exchange, id);
    if (exchange.method === 'POST' && id === 'characters') return upload(exchange, 'char');
    if (id === null && exchange.method === 'POST') return create(exchange);
    if (id === null && shape.list) return list(exchange);
    if (id === null) return exchange.json(405, { error: { message: 'no list' } });
    const job = jobs.get(id);
    if (job === undefined) return exchange.json(404, { error: { code: null, message: 'no such video' } });
    if (match[2] === 'content') {
      if (job.ended !== 'completed' || job.fault === 'no-output')
        return exchange.json(404, { error: { message: 'not ready' } });
      const clip = await options.clip(shape.secondsOf(job.body));
      await reach('content');
      await sendClip(exchange, clip, faults.next.content(), () => reach('half'));
      return reach('whole');
    }
    if (exchange.method === 'DELETE' || match[2] === 'cancel') {
      if (shape.cancel !== (exchange.method === 'DELETE' ? 'delete' : 'post')) return exchange.json(405, {});
      if (job.ended !== null) return exchange.json(409, { error: { message: 'ended' } });
      job.ended = 'canceled';
      return exchange.json(200, toVideo(job, 'cancelled', 0));
    }
    await reach('poll');
    if (!failPoll(exchange, faults.next.poll())) read(exchange, job);
  };

  const server = await startLoopback(serve);
  return {
    baseUrl: `${server.url}/v1`,
    faults,
    accepted,
    uploads,
    heard,
    bill: () =>
      [...jobs.values()]
        .filter((job) => job.ended === 'completed' || job.fault === 'late-moderation')
        .reduce((sum, job) => sum + costOf(job), 0n),
    forgetAll: () => jobs.clear(),
    close: () => server.close(),
  };
}
