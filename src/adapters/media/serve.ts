import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';

export interface MediaRequest {
  /** Below the media folder, decoded: `ab/abcd….mp4`. */
  readonly path: string;
  readonly method: string;
  readonly headers: Headers;
  /** Set to have the browser save it under this name. */
  readonly saveAs: string | null;
}

const TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  json: 'application/json',
};

/** Streams a stored file, whole or the asked range of it. Anything outside the folder is a 404. */
export async function serveMedia(folder: string, request: MediaRequest): Promise<Response> {
  const file = await openFile(folder, request.path);
  if (file === null) return new Response('Not found', { status: 404 });
  const headers = toHeaders(file, request);
  if (request.headers.get('if-none-match') === headers.get('etag')) return new Response(null, { status: 304, headers });
  const range = readRange(toRangeHeader(request.headers, headers), file.bytes);
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${file.bytes}`);
    headers.set('Content-Length', '0');
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  headers.set('Content-Length', String(end - start + 1));
  if (range !== null) headers.set('Content-Range', `bytes ${start}-${end}/${file.bytes}`);
  const body = request.method === 'HEAD' || file.bytes === 0 ? null : toBody(file.path, start, end);
  return new Response(body, { status: range === null ? 200 : 206, headers });
}

interface OpenFile {
  readonly path: string;
  readonly bytes: number;
  readonly changedAt: Date;
}

async function openFile(folder: string, path: string): Promise<OpenFile | null> {
  const parts = path.split('/');
  if (parts.some((part) => !/^[\w][\w.-]*$/.test(part))) return null;
  try {
    const root = await realpath(folder);
    // A link inside the folder may not lead out of it.
    const real = await realpath(join(root, ...parts));
    if (!real.startsWith(root + sep)) return null;
    const found = await stat(real);
    return found.isFile() ? { path: real, bytes: found.size, changedAt: found.mtime } : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

/** Stored files are named by their SHA-256 and never change; another name may. */
const HAS_SHA256 = /[0-9a-f]{64}/;

function toHeaders(file: OpenFile, { path, saveAs }: MediaRequest): Headers {
  const isForever = HAS_SHA256.test(path);
  const headers = new Headers({
    'Content-Type': TYPES[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    ETag: isForever ? `"${path}"` : `"${file.bytes}-${file.changedAt.getTime()}"`,
    'Cache-Control': isForever ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy':
      "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
  });
  if (saveAs !== null) headers.set('Content-Disposition', toAttachment(saveAs));
  return headers;
}

/** RFC 6266: a plain name for old readers, the real one in UTF-8. */
function toAttachment(name: string): string {
  const plain = name.replace(/[^\w. -]/g, '_');
  const utf8 = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${utf8}`;
}

/** A range of another version of the file is answered with the whole of this one. */
function toRangeHeader(asked: Headers, file: Headers): string | null {
  const expected = asked.get('if-range');
  return expected === null || expected === file.get('etag') ? asked.get('range') : null;
}

/** RFC 9110 §14: one range of bytes; what can't be read, or several ranges, mean the whole. */
export function readRange(
  header: string | null,
  bytes: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  const last = bytes - 1;
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), bytes);
    return length === 0 ? 'unsatisfiable' : { start: bytes - length, end: last };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? last : Math.min(Number(match[2]), last);
  if (match[2] !== '' && Number(match[2]) < start) return null;
  return start > last ? 'unsatisfiable' : { start, end };
}

const toBody = (path: string, start: number, end: number): ReadableStream<Uint8Array> =>
  // The typings of Node's and the platform's streams differ in name only.
  Readable.toWeb(createReadStream(path, { start, end })) as unknown as ReadableStream<Uint8Array>;
