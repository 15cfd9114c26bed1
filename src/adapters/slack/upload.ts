import { Readable } from 'node:stream';
import { request } from 'undici';
import { PermanentError, UncertainError } from '../../core/errors.ts';
import type { ThreadRef, WorkspaceId } from '../../core/ids.ts';
import type { Call } from './calls.ts';
import { cut, LIMITS } from './limits.ts';

/** Stored bytes, opened for reading from the start. */
export interface StoredBytes {
  readonly bytes: number;
  readonly stream: AsyncIterable<Uint8Array>;
}

export interface MediaReader {
  /** Throws where the file is not there. */
  open(media: string): Promise<StoredBytes>;
}

interface Ticket {
  readonly upload_url?: string;
  readonly file_id?: string;
}

const UPLOAD_MS = 10 * 60_000;

/**
 * The first two of Slack's three upload calls: asks for an address and streams the stored bytes to it, never holding
 * the whole file. What was uploaded is seen by nobody until it is completed. Resolves to the file's id.
 */
export async function uploadFile(
  deps: { readonly call: Call; readonly media: MediaReader },
  workspace: WorkspaceId,
  file: { readonly media: string; readonly name: string; readonly alt: string },
): Promise<string> {
  const stored = await deps.media.open(file.media);
  // The typed helper of web-api says alt_text, which the method does not read: the documented name is alt_txt.
  const ticket = await deps.call<Ticket>(workspace, 'files.getUploadURLExternal', {
    filename: file.name,
    length: stored.bytes,
    alt_txt: cut(file.alt, LIMITS.fileAlt),
  });
  if (ticket.upload_url === undefined || ticket.file_id === undefined)
    throw new UncertainError('no_ticket', 'Slack gave no upload address');
  await sendBytes(ticket.upload_url, stored);
  return ticket.file_id;
}

async function sendBytes(url: string, { bytes, stream }: StoredBytes): Promise<void> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
    body: Readable.from(stream, { objectMode: false }),
    headersTimeout: UPLOAD_MS,
    bodyTimeout: UPLOAD_MS,
  }).catch((cause: unknown) => {
    throw new UncertainError('upload_broke', 'the upload to Slack broke off', { cause });
  });
  await answer.body.dump();
  if (answer.statusCode !== 200)
    throw new UncertainError('upload_refused', `Slack's upload address answered ${answer.statusCode}`);
}

/** The third call: shares the file in the thread, under its words. */
export async function completeUpload(
  call: Call,
  place: ThreadRef,
  file: { readonly id: string; readonly title: string; readonly blocks: readonly unknown[] },
): Promise<void> {
  await call(place.workspace, 'files.completeUploadExternal', {
    files: [{ id: file.id, title: file.title }],
    channel_id: place.channel,
    ...(place.thread === null ? {} : { thread_ts: place.thread }),
    blocks: file.blocks,
  });
}

interface Shared {
  readonly file?: {
    readonly permalink?: string;
    readonly shares?: {
      /** Private channels stand under their own name (node-slack-sdk #1865). */
      readonly public?: Record<string, readonly { readonly ts?: string }[]>;
      readonly private?: Record<string, readonly { readonly ts?: string }[]>;
    };
  };
}

/** The `ts` under which the file stands in the channel; null while Slack has not shared it yet. */
export async function readShare(call: Call, place: ThreadRef, fileId: string): Promise<string | null> {
  const { file } = await call<Shared>(place.workspace, 'files.info', { file: fileId });
  for (const shares of [file?.shares?.public, file?.shares?.private]) {
    const ts = shares?.[place.channel]?.[0]?.ts;
    if (ts !== undefined && ts !== '') return ts;
  }
  return null;
}

/** A workspace or a file for which uploading will never work. */
export const isUploadRefused = (error: unknown): boolean => error instanceof PermanentError && REFUSED.has(error.code);

const REFUSED = new Set([
  'file_uploads_disabled',
  'file_uploads_except_images_disabled',
  'file_upload_size_restricted',
  'file_type_not_allowed',
  'storage_limit_reached',
  'too_large',
]);
