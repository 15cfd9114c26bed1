import { type ClientRequest, request as plainRequest } from 'node:http';
import { request as safeRequest } from 'node:https';
import { PermanentError, UncertainError } from '../../core/errors.ts';
import type { ThreadRef, WorkspaceId } from '../../core/ids.ts';
import type { Call } from './calls.ts';
import { cut, LIMITS, type SlackTiming, TIMING } from './limits.ts';

/** Stored bytes, from the start; a piece is good until the next is asked for. */
export interface StoredBytes {
  readonly bytes: number;
  readonly pieces: AsyncIterable<Uint8Array>;
}

export interface MediaReader {
  /** Throws where the file is not there. */
  open(media: string): Promise<StoredBytes>;
}

interface Ticket {
  readonly upload_url?: string;
  readonly file_id?: string;
}

/**
 * The first two of Slack's three upload calls: asks for an address and streams the stored bytes to it, never holding
 * the whole file. What was uploaded is seen by nobody until it is completed. Resolves to the file's id.
 */
export async function uploadFile(
  deps: { readonly call: Call; readonly media: MediaReader; readonly timing?: Partial<SlackTiming> },
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
  await sendBytes(ticket.upload_url, stored, deps.timing?.uploadIdleMs ?? TIMING.uploadIdleMs);
  return ticket.file_id;
}

async function sendBytes(url: string, stored: StoredBytes, idleMs: number): Promise<void> {
  const status = await post(url, stored, idleMs).catch((cause: unknown) => {
    throw new UncertainError('upload_broke', 'the upload to Slack broke off', { cause });
  });
  if (status !== 200) throw new UncertainError('upload_refused', `Slack's upload address answered ${status}`);
}

/** Each piece is with the system before the next is read: fetch would let them pile up. */
async function post(url: string, { bytes, pieces }: StoredBytes, idleMs: number): Promise<number> {
  const send = url.startsWith('https:') ? safeRequest : plainRequest;
  const sent = send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': bytes },
    timeout: idleMs,
  });
  const answered = new Promise<number>((done, fail) => {
    sent.on('error', fail);
    sent.on('timeout', () => sent.destroy(new Error('the upload stood still')));
    sent.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0));
      answer.on('error', fail);
    });
  });
  // Awaited below; a refusal in the middle ends the loop by its own error.
  answered.catch(() => undefined);
  for await (const piece of pieces) await flush(sent, piece);
  sent.end();
  return answered;
}

const flush = (sent: ClientRequest, piece: Uint8Array): Promise<void> =>
  new Promise((done, fail) => {
    sent.write(piece, (error) => (error ? fail(error) : done()));
  });

/**
 * The third call: shares the file in the thread, under its words; without a place it stays a file that blocks may name.
 * The words are a comment, since blocks would come without a text for notifications, and Slack takes one of the two
 * (https://docs.slack.dev/reference/methods/files.completeUploadExternal).
 */
export async function completeUpload(
  call: Call,
  place: ThreadRef | null,
  file: {
    readonly workspace: WorkspaceId;
    readonly id: string;
    readonly title: string;
    readonly comment: string;
  },
): Promise<void> {
  const share =
    place === null
      ? {}
      : {
          channel_id: place.channel,
          ...(place.thread === null ? {} : { thread_ts: place.thread }),
          initial_comment: file.comment,
        };
  await call(file.workspace, 'files.completeUploadExternal', { files: [{ id: file.id, title: file.title }], ...share });
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
