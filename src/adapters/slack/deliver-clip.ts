import { setTimeout as pause } from 'node:timers/promises';
import type { Clip } from '../../core/card/card.ts';
import { TransientError } from '../../core/errors.ts';
import { type MessageId, messageId, type OutboxId, type ThreadRef } from '../../core/ids.ts';
import { hasCode, isCertain } from './errors.ts';
import { LIMITS } from './limits.ts';
import { isLimited, lookFor, type PostDeps } from './post-once.ts';
import { completeUpload, isUploadRefused, type MediaReader, readShare, uploadFile } from './upload.ts';

export interface ClipDeps extends PostDeps {
  readonly media: MediaReader;
}

export interface Delivery {
  readonly place: ThreadRef;
  readonly key: OutboxId;
  readonly clip: Clip;
  /** The words above the player, as Slack's markup. */
  readonly comment: string;
}

/**
 * Uploads and shares the clip, once: what is stored before each call tells the next run where to go on. Resolves to the
 * `ts` of the message with the player; `refused` where this file or workspace takes no upload.
 */
export async function shareClip(deps: ClipDeps, delivery: Delivery): Promise<MessageId | 'refused'> {
  const { posts, clock } = deps;
  const { key, place, clip } = delivery;
  if (clip.bytes > LIMITS.fileBytes) return 'refused';
  const { post } = await posts.begin(key, place, clock.now());
  if (post.message !== null) return post.message;
  try {
    if (post.fileId !== null && post.state === 'uploaded') return await complete(deps, delivery, post.fileId);
    if (post.fileId !== null) return await findShare(deps, delivery, { fileId: post.fileId, since: post.sentAt });
    // An earlier upload that ended before its file was stored is seen by nobody; this one starts anew.
    const fileId = await uploadFile(deps, place.workspace, {
      media: clip.media,
      name: clip.fileName,
      alt: clip.altText,
    });
    if (await posts.moveFile(key, NOTHING, { state: 'uploaded', fileId }, clock.now()))
      return await complete(deps, delivery, fileId);
    // Slower than the lease: another run uploaded it meanwhile and shares its own.
    await deleteFile(deps, place, fileId);
    throw new TransientError('overtaken', 'another run delivers this clip', { retryAfterMs: 1_000 });
  } catch (error) {
    if (!isUploadRefused(error)) throw error;
    await posts.drop(key);
    return 'refused';
  }
}

const NOTHING = { state: 'sending', fileId: null } as const;

async function complete(deps: ClipDeps, delivery: Delivery, fileId: string): Promise<MessageId> {
  const { posts, clock } = deps;
  const { key, place, clip, comment } = delivery;
  const since = clock.now();
  const [uploaded, sharing] = [{ state: 'uploaded', fileId } as const, { state: 'sending', fileId } as const];
  // From here on Slack may share it: whoever comes next looks for the share first.
  if (!(await posts.moveFile(key, uploaded, sharing, since)))
    throw new TransientError('overtaken', 'another run shares this clip', { retryAfterMs: 1_000 });
  try {
    await completeUpload(deps.call, place, {
      workspace: place.workspace,
      id: fileId,
      title: clip.fileName,
      comment,
    });
  } catch (error) {
    if (hasCode(error, 'file_not_found') || isUploadRefused(error))
      await posts.moveFile(key, sharing, { state: 'idle', fileId: null }, since);
    else if (isCertain(error)) await posts.moveFile(key, sharing, uploaded, since);
    throw error;
  }
  return findShare(deps, delivery, { fileId, since });
}

async function findShare(
  deps: ClipDeps,
  { key, place }: Delivery,
  { fileId, since }: { readonly fileId: string; readonly since: Date },
): Promise<MessageId> {
  for (const waitMs of deps.timing.lookMs) {
    const ts = await findNow(deps, place, { key, fileId });
    if (ts !== null) {
      await deps.posts.sent(key, ts);
      return ts;
    }
    await pause(waitMs);
  }
  const found = await lookFor(deps, place, {
    since,
    isIt: ({ files }) => files?.some((file) => file.id === fileId) === true,
  }).catch(unlessLimited);
  if (found !== null && found !== 'unreadable') {
    await deps.posts.sent(key, found);
    return found;
  }
  if (deps.clock.now().getTime() - since.getTime() > deps.timing.shareMs) await startAnew(deps, { key, place, fileId });
  throw new TransientError('share_late', 'Slack has not shared the clip yet', {
    retryAfterMs: deps.timing.lookMs.at(-1) ?? 0,
  });
}

/** Not needed to go on: what can't be found is deleted in the end, and sent anew. */
function unlessLimited(error: unknown): 'unreadable' {
  if (isLimited(error)) return 'unreadable';
  throw error;
}

/** The row first: the event `file_shared` may have told another process. */
async function findNow(
  { posts, call }: ClipDeps,
  place: ThreadRef,
  { key, fileId }: { readonly key: OutboxId; readonly fileId: string },
): Promise<MessageId | null> {
  const known = (await posts.load(key))?.message ?? null;
  if (known !== null) return known;
  try {
    const ts = await readShare(call, place, fileId);
    return ts === null ? null : messageId(ts);
  } catch (error) {
    // Not there, or not shared yet: both are looked at again.
    if (hasCode(error, 'file_not_found')) return null;
    throw error;
  }
}

/** A deleted file can't be shared late: only then may its clip be sent again. */
async function startAnew(
  deps: ClipDeps,
  { key, place, fileId }: { readonly key: OutboxId; readonly place: ThreadRef; readonly fileId: string },
): Promise<void> {
  await deleteFile(deps, place, fileId);
  await deps.posts.moveFile(key, { state: 'sending', fileId }, { state: 'idle', fileId: null }, deps.clock.now());
}

async function deleteFile({ call }: ClipDeps, { workspace }: ThreadRef, file: string): Promise<void> {
  try {
    await call(workspace, 'files.delete', { file });
  } catch (error) {
    if (!hasCode(error, 'file_not_found', 'file_deleted')) throw error;
  }
}
