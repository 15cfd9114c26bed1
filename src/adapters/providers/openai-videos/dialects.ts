import type { Billing, GenerationRequest } from '../../../core/ports/video-provider.ts';
import type { SourceAct } from '../../../core/take/source.ts';

export const DIALECT_NAMES = ['openai', 'sglang', 'vllm-omni', 'litellm', 'openrouter', 'new-api'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

export type Fields = Readonly<Record<string, string | number | boolean | object>>;

/** What differs between the servers that speak `/v1/videos` today (facts with sources: providers §1.2). */
export interface Dialect {
  readonly name: DialectName;
  /** How a body without a picture is sent. */
  readonly body: 'multipart' | 'json';
  /** How a first frame is handed over: as a file of the form, as a link with the picture in it, or by the id of a file that was uploaded once. */
  readonly picture: 'file' | 'data-url' | 'file-id';
  /** What it makes of a clip that it made before. */
  readonly acts: readonly SourceAct[];
  /** It makes a character of a clip, for a take to name. */
  readonly characters: boolean;
  readonly toFields: (request: GenerationRequest, model: string) => Fields;
  /** `complete`: "not there" may be believed. `partial`: what it lists is there, what it doesn't may be too. */
  readonly list: 'complete' | 'partial' | 'none';
  /** The model that a job tells is the model that was asked for. */
  readonly echoesModel: boolean;
  readonly cancel: { readonly method: 'post' | 'delete'; readonly path: string } | null;
  readonly contentPath: string;
  /** What a clip costs that moderation held back after it was rendered. */
  readonly blocked: Billing;
  /** A job that failed for another reason. */
  readonly failed: Billing;
  readonly pollAfterMs: number;
}

const toSize = ({ width, height }: GenerationRequest): string => `${width}x${height}`;

const openaiFields: Dialect['toFields'] = (request, model) => ({
  prompt: request.prompt,
  model,
  seconds: String(request.seconds),
  size: toSize(request),
});

const BASE = {
  body: 'json',
  picture: 'file',
  acts: [],
  characters: false,
  toFields: openaiFields,
  list: 'none',
  echoesModel: true,
  cancel: null,
  contentPath: '/videos/{id}/content',
  blocked: { kind: 'as-quoted' },
  failed: { kind: 'free' },
  pollAfterMs: 10_000,
} as const;

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  /** OpenAI's own, as its SDK sends it. Switched off at its own host on 2026-09-24; whether a blocked clip was charged was never said, so it counts. */
  openai: {
    ...BASE,
    name: 'openai',
    body: 'multipart',
    picture: 'file-id',
    acts: ['remix', 'edit', 'extend'],
    characters: true,
    list: 'complete',
  },
  /** Any size, whole seconds, jobs in memory; says `sora-2` whatever it renders. */
  sglang: {
    ...BASE,
    name: 'sglang',
    list: 'complete',
    echoesModel: false,
    cancel: { method: 'post', path: '/videos/{id}/cancel' },
    toFields: (request, model) => ({
      ...openaiFields(request, model),
      seconds: request.seconds,
      fps: 24,
      seed: request.seed,
    }),
    blocked: { kind: 'free' },
    pollAfterMs: 2_000,
  },
  /** Forms only. Without a frame count it makes one frame. */
  'vllm-omni': {
    ...BASE,
    name: 'vllm-omni',
    body: 'multipart',
    list: 'complete',
    echoesModel: false,
    cancel: { method: 'delete', path: '/videos/{id}' },
    toFields: (request, model) => ({
      ...openaiFields(request, model),
      fps: '24',
      num_frames: String(Math.round(request.seconds * 24)),
      seed: String(request.seed),
    }),
    blocked: { kind: 'free' },
    pollAfterMs: 2_000,
  },
  /** A proxy before other vendors: what is billed is theirs to say, and a list is that of one of them. Ids are long composites. */
  litellm: { ...BASE, name: 'litellm', acts: ['remix'], list: 'partial', failed: { kind: 'unknown' } },
  /** The same path, another shape; the answer tells the cost. */
  openrouter: {
    ...BASE,
    name: 'openrouter',
    picture: 'data-url',
    contentPath: '/videos/{id}/content?index=0',
    toFields: (request, model) => ({
      prompt: request.prompt,
      model,
      duration: request.seconds,
      resolution: `${Math.min(request.width, request.height)}p`,
      aspect_ratio: toAspect(request),
      seed: request.seed,
      generate_audio: request.audio,
    }),
    failed: { kind: 'unknown' },
  },
  /** new-api and the resellers on it: some bill a clip that was held back (facts: APIYI's Grok channel). */
  'new-api': { ...BASE, name: 'new-api', failed: { kind: 'unknown' } },
};

/**
 * A team's own renderer bills nothing, and an unknown host is taken for a gateway of OpenAI's shape. Whether its list holds
 * everything nobody said: only who names the dialect, or OpenAI's own host, is believed when it says "not there".
 */
export function dialectOf(baseUrl: string, named: DialectName | null): Dialect {
  if (named !== null) return DIALECTS[named];
  const host = URL.parse(baseUrl)?.hostname ?? '';
  if (host === 'openrouter.ai') return DIALECTS.openrouter;
  const isOpenai = host === 'api.openai.com' || host.endsWith('.api.openai.com');
  return isOpenai ? DIALECTS.openai : { ...DIALECTS.openai, list: 'partial' };
}

function toAspect({ width, height }: GenerationRequest): string {
  const known = [
    [16, 9],
    [9, 16],
    [1, 1],
    [4, 3],
    [3, 4],
    [21, 9],
  ] as const;
  const value = width / height;
  const distance = ([w, h]: readonly [number, number]) => Math.abs(Math.log(value / (w / h)));
  const [w, h] = known.reduce((best, shape) => (distance(shape) < distance(best) ? shape : best), known[0]);
  return `${w}:${h}`;
}
