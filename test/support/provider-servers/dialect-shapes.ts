import { randomUUID } from 'node:crypto';
import type { DialectName } from '../../../src/adapters/providers/openai-videos/dialects.ts';

/** A job as a server knows it, before it is told in that server's words. */
export interface TellableJob {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

export type Word = 'queued' | 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'polishing';

interface Telling {
  readonly status: Word;
  readonly progress: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Where the clip lies, for servers that hand out links; null: there is none. */
  readonly clipUrl: string | null;
  readonly micros: bigint;
}

/** How a server that speaks `/v1/videos` differs from OpenAI's (facts: providers §1.2). */
export interface Shape {
  readonly newId: () => string;
  /** null: the body is taken. */
  refuse(contentType: string, body: Readonly<Record<string, unknown>>): string | null;
  readonly created: number;
  readonly tell: (job: TellableJob, telling: Telling) => object;
  readonly list: boolean;
  readonly cancel: 'post' | 'delete' | null;
  /** The length of the clip that it makes of such a body. */
  readonly secondsOf: (body: Readonly<Record<string, unknown>>) => number;
  /** It completes a clip that moderation held back, without a clip, and bills it. */
  readonly completesBlocked: boolean;
}

const isJson = (type: string) => type.startsWith('application/json');
const secondsOf: Shape['secondsOf'] = (body) => Number(body['seconds'] ?? 4);

function tellOpenai({ id, body, at }: TellableJob, { status, progress, error }: Telling): object {
  return {
    id,
    object: 'video',
    model: body['model'] ?? 'sora-2',
    status,
    progress,
    created_at: Math.floor(at.getTime() / 1000),
    completed_at: null,
    expires_at: null,
    prompt: body['prompt'] ?? null,
    size: body['size'] ?? '1280x720',
    seconds: String(body['seconds'] ?? '4'),
    remixed_from_video_id: body['remixed_from_video_id'] ?? null,
    error,
  };
}

const OPENAI: Shape = {
  newId: () => `video_${randomUUID()}`,
  refuse: () => null,
  created: 200,
  tell: tellOpenai,
  list: true,
  cancel: 'delete',
  secondsOf,
  completesBlocked: false,
};

export const SHAPES: Readonly<Record<DialectName, Shape>> = {
  openai: OPENAI,
  /** Whole seconds as a number, jobs in memory, progress from 0 to 100 at once, `sora-2` whatever it renders, an error without a code. */
  sglang: {
    ...OPENAI,
    newId: randomUUID,
    refuse: (type, body) => (isJson(type) && !Number.isInteger(body['seconds']) ? 'seconds must be an integer' : null),
    tell: (job, telling) => ({
      ...tellOpenai(job, telling),
      model: 'sora-2',
      progress: telling.progress === 100 ? 100 : 0,
      error: telling.error === null ? null : { message: telling.error.message },
    }),
    cancel: 'post',
  },
  /** Forms only, one frame without a frame count, codes as numbers, and fields of its own. */
  'vllm-omni': {
    ...OPENAI,
    newId: () => `video_gen_${randomUUID()}`,
    refuse: (type, body) => {
      if (!type.startsWith('multipart/form-data')) return 'expected a form';
      if (!/^[1-9]\d*$/.test(String(body['seconds']))) return 'seconds must be a positive integer';
      return /^\d+x\d+$/.test(String(body['size'])) ? null : 'size must be WxH';
    },
    tell: (job, telling) => ({
      ...tellOpenai(job, telling),
      model: 'Wan-AI/Wan2.2-T2V',
      error: telling.error === null ? null : { ...telling.error, code: 500 },
      file_name: 'out.mp4',
      inference_time_s: 12.5,
      peak_memory_mb: 40_000,
    }),
    secondsOf: (body) => Number(body['num_frames'] ?? 1) / Number(body['fps'] ?? 24),
  },
  /** Long composite ids, and `processing` for what another vendor calls otherwise. */
  litellm: {
    ...OPENAI,
    newId: () =>
      `video_${Buffer.from(`litellm:custom_llm_provider:vertex_ai;model_id:${randomUUID()};video_id:projects/p/operations/${randomUUID()}`).toString('base64url')}`,
    tell: (job, telling) => ({
      ...tellOpenai(job, telling),
      status: telling.status === 'queued' || telling.status === 'in_progress' ? 'processing' : telling.status,
      progress: null,
    }),
    cancel: null,
  },
  /** Another shape on the same path: links, and the cost in the answer. */
  openrouter: {
    ...OPENAI,
    newId: () => `gen-vid-${randomUUID()}`,
    refuse: (type, body) => {
      if (!isJson(type)) return 'expected JSON';
      const isWhole = Number.isInteger(body['duration']) && typeof body['aspect_ratio'] === 'string';
      return isWhole ? null : 'duration, resolution and aspect_ratio are needed';
    },
    created: 202,
    tell: ({ id }, { status, error, clipUrl, micros }) => ({
      id,
      polling_url: `/api/v1/videos/${id}`,
      status: status === 'queued' ? 'pending' : status,
      ...(error === null ? {} : { error: error.message }),
      ...(status === 'completed'
        ? { unsigned_urls: clipUrl === null ? [] : [clipUrl], usage: { cost: Number(micros) / 1_000_000 } }
        : {}),
    }),
    list: false,
    cancel: null,
    secondsOf: (body) => Number(body['duration']),
  },
  /** What it tells depends on the channel behind it: no progress, and "completed" for a clip that was held back and is billed. */
  'new-api': {
    ...OPENAI,
    newId: () => `task_${randomUUID()}`,
    created: 202,
    tell: (job, telling) => {
      const { progress: _, ...told } = tellOpenai(job, telling) as Record<string, unknown>;
      return { ...told, polling_url: `/v1/videos/${job.id}` };
    },
    list: false,
    cancel: null,
    completesBlocked: true,
  },
};
