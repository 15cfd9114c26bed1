import type { Micros } from '../../../core/money/micros.ts';

/** A job as any server of the `/v1/videos` protocol tells it, read once. */
export interface RemoteVideo {
  readonly id: string;
  readonly status: RemoteStatus;
  /** The server's own word, for the log. */
  readonly statusWord: string;
  /** 0 … 1; null where the server tells nothing between its two ends. */
  readonly progress: number | null;
  readonly error: { readonly code: string | null; readonly message: string } | null;
  /** Where the clip lies, for servers that hand out links. */
  readonly link: string | null;
  readonly cost: Micros | null;
  readonly prompt: string | null;
  readonly model: string | null;
  readonly size: string | null;
  readonly seconds: number | null;
  readonly createdAt: Date | null;
}

export type RemoteStatus = 'pending' | 'completed' | 'failed' | 'canceled' | 'expired' | 'unheard-of';

/** The words of all servers of the table in one: none of them gives another's word another sense (facts: providers §1). */
const STATUS: Readonly<Record<string, RemoteStatus>> = {
  queued: 'pending',
  pending: 'pending',
  submitted: 'pending',
  processing: 'pending',
  in_progress: 'pending',
  running: 'pending',
  cancelling: 'pending',
  completed: 'completed',
  succeeded: 'completed',
  failed: 'failed',
  error: 'failed',
  cancelled: 'canceled',
  canceled: 'canceled',
  deleted: 'canceled',
  expired: 'expired',
};

/** null when the answer names no job: then nobody knows what was accepted. */
export function readVideo(json: unknown): RemoteVideo | null {
  const video = fieldsOf(json);
  const id = video.get('id');
  if (typeof id !== 'string' || id === '') return null;
  const statusWord = String(video.get('status') ?? '');
  const status = Object.hasOwn(STATUS, statusWord) ? (STATUS[statusWord] ?? 'unheard-of') : 'unheard-of';
  return {
    id,
    status,
    statusWord,
    progress: readProgress(video.get('progress')),
    error: readError(video.get('error')),
    link: readLink(video),
    cost: readCost(fieldsOf(video.get('usage')).get('cost')),
    prompt: readText(video.get('prompt')),
    model: readText(video.get('model')),
    size: readText(video.get('size')),
    seconds: readNumber(video.get('seconds')),
    createdAt: readTime(video.get('created_at')),
  };
}

export interface RemotePage {
  readonly videos: readonly RemoteVideo[];
  /** Of everything that the page holds, readable or not. */
  readonly count: number;
  /** null: it doesn't say. */
  readonly more: boolean | null;
}

export function readPage(json: unknown): RemotePage | null {
  const page = fieldsOf(json);
  const data = page.get('data');
  if (!Array.isArray(data)) return null;
  const more = page.get('has_more');
  return {
    videos: data.map(readVideo).filter((video) => video !== null),
    count: data.length,
    more: typeof more === 'boolean' ? more : null,
  };
}

/** 0 … 100. Both ends say no more than the status does, and some servers know only them: no bar is made of that. */
function readProgress(value: unknown): number | null {
  const percent = readNumber(value);
  return percent === null || percent <= 0 || percent >= 100 ? null : percent / 100;
}

function readError(value: unknown): RemoteVideo['error'] {
  if (typeof value === 'string' && value !== '') return { code: null, message: value };
  const error = fieldsOf(value);
  if (error.size === 0) return null;
  const code = error.get('code');
  return {
    code: code === undefined || code === null ? null : String(code),
    message: String(error.get('message') ?? ''),
  };
}

function readLink(video: ReadonlyMap<string, unknown>): string | null {
  const links = video.get('unsigned_urls');
  return readText(Array.isArray(links) ? links[0] : video.get('url'));
}

/** Dollars as a number, OpenRouter's way. */
function readCost(value: unknown): Micros | null {
  const dollars = readNumber(value);
  return dollars === null || dollars < 0 ? null : BigInt(Math.round(dollars * 1_000_000));
}

function readTime(value: unknown): Date | null {
  const seconds = readNumber(value);
  return seconds === null ? null : new Date(seconds * 1000);
}

const readText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function readNumber(value: unknown): number | null {
  if (value === null || value === '' || (typeof value !== 'number' && typeof value !== 'string')) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
