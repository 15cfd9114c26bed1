import { undeliveredNote } from '../card/notes.ts';
import { PermanentError, TransientError } from '../errors.ts';
import { backoffMs, laterBy } from '../generate/pace.ts';
import { type MessageId, type OutboxId, outboxId, type ShotId } from '../ids.ts';
import type { ChatSurface } from '../ports/chat-surface.ts';
import type { OutboxMessage } from '../ports/outbox.ts';
import { cardMessage, clipMessage, shotMessage } from '../studio/ring.ts';
import type { Studio } from '../studio/studio.ts';
import { drawClip, drawShot, drawTake } from './draw.ts';
import { waitForPlaceMs } from './wait-out.ts';

/** How long after its last sign of life a process that sends is taken for dead; while it lives, the store extends it. */
const LEASE_MS = 12_000;
/** A card waits for its shot's thread. */
const NO_THREAD_MS = 500;
const MAX_TRIES = 30;
/** More get jobs of their own, side by side. */
const MAX_FOLLOWERS = 2;
/** Whoever reacted before the message was known is read at once; the rest an hour and a day after it. */
const RECOUNTS_MS = [3_600_000, 82_800_000] as const;

interface Sent {
  readonly message: MessageId | null;
  /** Named by a shot's first message. */
  readonly thread: MessageId | null;
  /** The shot whose root tells of this message's take. */
  readonly shot?: ShotId;
}

/**
 * Sends what one outbox row wants shown: posts it the first time, edits it after. What it says is drawn now, from the
 * rows. May run twice: the lease lets one in, and the surface finds a first post by its key. What waited for it follows
 * at once, which costs less than a wake-up each.
 */
export async function sendMessage(studio: Studio, id: OutboxId): Promise<void> {
  const followers = await sendOne(studio, id);
  for (const [index, follower] of followers.entries()) {
    if (index < MAX_FOLLOWERS && (await follow(studio, follower))) continue;
    return studio.queue.wakeAll(followers.slice(index).map((outboxId) => ({ kind: 'send', outboxId }) as const));
  }
}

/** False where it could not even be looked at: then it gets a job of its own, which is tried again. */
async function follow(studio: Studio, id: OutboxId): Promise<boolean> {
  try {
    await sendOne(studio, id);
    return true;
  } catch (error) {
    studio.report.warn({ outboxId: id, error }, 'a message that follows another was not looked at');
    return false;
  }
}

/** Resolves to the messages whose turn comes by this one. */
async function sendOne(studio: Studio, id: OutboxId): Promise<readonly OutboxId[]> {
  const now = studio.clock.now();
  const leased = await studio.outbox.lease(id, laterBy(now, LEASE_MS), now);
  if (leased === null) return [];
  if (leased.kind === 'early') {
    const delayMs = Math.max(leased.at.getTime() - now.getTime(), 20);
    await studio.queue.wake({ kind: 'send', outboxId: id }, { delayMs });
    return [];
  }
  const { message } = leased;
  const surface = studio.surfaces.get(message.platform);
  if (surface === undefined) {
    await studio.outbox.postpone(id, laterBy(now, 60_000), `no surface for ${message.platform} here`);
    return [];
  }
  try {
    const sent = await dispatch(studio, surface, message);
    if (sent !== 'wait') return await markSent(studio, surface, message, sent);
    await studio.outbox.postpone(
      id,
      laterBy(studio.clock.now(), NO_THREAD_MS),
      'waits for its thread',
      'asked', // no failed try, of which there are only so many
    );
    return [];
  } catch (error) {
    return afterFailure(studio, message, error);
  }
}

async function dispatch(studio: Studio, surface: ChatSurface, message: OutboxMessage): Promise<Sent | 'wait'> {
  const place = {
    platform: message.platform,
    workspace: message.workspace,
    channel: message.channel,
    thread: message.thread,
  };
  switch (message.kind) {
    case 'shot': {
      const card = await drawShot(studio, message);
      if (message.message !== null) {
        await surface.edit(place, message.message, card);
        return { message: message.message, thread: null };
      }
      // A thread that the bot did not start is the shot's thread; its root card goes into it.
      if (message.thread !== null)
        return { message: await surface.post(place, card, message.id), thread: message.thread };
      return surface.openThread(place, card, message.id);
    }
    case 'card': {
      if (message.thread === null) return waitForThread(message);
      const card = await drawTake(studio, message);
      if (message.message === null) return { message: await surface.post(place, card, message.id), thread: null };
      await surface.edit(place, message.message, card);
      return { message: message.message, thread: null };
    }
    case 'clip': {
      if (message.thread === null) return waitForThread(message);
      const { clip, shot } = await drawClip(studio, message);
      // A surface reads the clip from this machine's disk, wherever it was stored.
      await studio.media.localPath(clip.media);
      if (message.message === null)
        return { message: await surface.deliver(place, clip, message.id), thread: null, shot };
      await surface.editClip(place, message.message, clip);
      return { message: message.message, thread: null };
    }
    case 'note':
    case 'private': {
      if (message.card === null) throw new PermanentError('empty_note', 'a note without a card');
      if (message.message === null) {
        const { person, card, id } = message;
        const posted = person === null ? surface.post(place, card, id) : surface.tell(place, person, card, id);
        return { message: await posted, thread: null };
      }
      await surface.edit(place, message.message, message.card);
      return { message: message.message, thread: null };
    }
  }
}

/** A thread that never opened is not waited for. */
function waitForThread({ threadLost }: OutboxMessage): 'wait' {
  if (threadLost === true) throw new PermanentError('no_thread', 'the thread of this shot could not be opened');
  return 'wait';
}

async function markSent(
  studio: Studio,
  surface: ChatSurface,
  message: OutboxMessage,
  sent: Sent,
): Promise<readonly OutboxId[]> {
  const { kind, takeId } = message;
  const now = studio.clock.now();
  const nextAt = laterBy(now, surface.editPaceMs);
  // What an earlier try may have posted says what was true then: it is edited once.
  const isOld = message.message === null && message.card === null && message.tries > 1;
  const { rev } = message;
  await studio.outbox.sent(message.id, { rev, message: sent.message, thread: sent.thread, nextAt, now, isOld });
  if (isOld) await studio.queue.wake({ kind: 'send', outboxId: message.id }, { delayMs: surface.editPaceMs });
  if (message.message !== null) return [];
  if (kind === 'shot') return waitingFor(studio, message);
  if (kind !== 'clip' || takeId === null) return [];
  // Where nothing can be missed nothing is read again.
  if (surface.orderKeyAt !== undefined) await studio.queue.wake({ kind: 'recount', takeId, againAfterMs: RECOUNTS_MS });
  return [cardMessage(takeId), ...(sent.shot === undefined ? [] : [shotMessage(sent.shot)])];
}

/** The thread is open now, or never will be: what waited for it is looked at. */
const waitingFor = (studio: Studio, { shotId }: OutboxMessage): Promise<readonly OutboxId[]> =>
  shotId === null ? Promise.resolve([]) : studio.outbox.unsentOf(shotId);

async function afterFailure(studio: Studio, message: OutboxMessage, error: unknown): Promise<readonly OutboxId[]> {
  const { id, tries } = message;
  const text = error instanceof Error ? error.message : String(error);
  const waitMs = waitForPlaceMs(message, error);
  if (waitMs !== null) {
    studio.report.warn({ outboxId: id, tries, error }, 'a message waits for its place to open');
    await studio.outbox.postpone(id, laterBy(studio.clock.now(), waitMs), text, 'closed');
    return [];
  }
  if (error instanceof PermanentError || tries >= MAX_TRIES) {
    studio.report.warn({ outboxId: id, error }, 'a message can not be sent and is given up');
    await tellUndelivered(studio, message);
    await studio.outbox.giveUp(id, text, studio.clock.now());
    // Nothing waits for a thread that never opens.
    return message.kind === 'shot' && message.thread === null ? waitingFor(studio, message) : [];
  }
  const askedMs = error instanceof TransientError ? error.retryAfterMs : null;
  const delayMs = askedMs ?? backoffMs(tries, studio.chance, studio.house.resendFirstMs);
  studio.report.warn({ outboxId: id, tries, error }, 'a message was not sent and is tried again');
  // Whoever names a time is there: waiting for it is no failed try.
  await studio.outbox.postpone(id, laterBy(studio.clock.now(), delayMs), text, askedMs === null ? 'failed' : 'asked');
  await studio.queue.wake({ kind: 'send', outboxId: id }, { delayMs });
  return [];
}

/** Told before the clip is given up, so that a crash in between tells it again, under the same key. */
async function tellUndelivered(studio: Studio, { id, kind, takeId, workspace }: OutboxMessage): Promise<void> {
  if (kind !== 'clip' || takeId === null || id !== clipMessage(takeId)) return;
  const view = await studio.show.loadTake(workspace, takeId);
  if (view === null || view.state !== 'ready') return;
  const { platform, channel, askedBy: person } = view;
  const note = outboxId(`undelivered-${takeId}`);
  const place = { platform, workspace, channel, thread: null };
  const now = studio.clock.now();
  await studio.outbox.write({ id: note, place, person, card: undeliveredNote(view), takeId, now });
  await studio.queue.wake({ kind: 'send', outboxId: note });
}
