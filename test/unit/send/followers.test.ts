import { describe, expect, it } from 'vitest';
import { channelId, type OutboxId, outboxId, shotId, workspaceId } from '../../../src/core/ids.ts';
import type { ChatSurface } from '../../../src/core/ports/chat-surface.ts';
import type { WakeUp } from '../../../src/core/ports/job-queue.ts';
import type { OutboxMessage } from '../../../src/core/ports/outbox.ts';
import { sendMessage } from '../../../src/core/send/send-message.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { makePlace } from '../sub/place.ts';

const CARDS = ['card-1', 'card-2', 'card-3'].map(outboxId);

describe('what waited for a message', () => {
  it('follows it in the same job, two of them; the rest get jobs of their own', async () => {
    const { studio, looked, rung } = withRoot();

    await sendMessage(studio, ROOT.id);

    expect(looked).toEqual([ROOT.id, 'card-1', 'card-2']);
    expect(rung).toEqual(['card-3']);
  });

  it('gets jobs of its own from the first that can not be looked at', async () => {
    const { studio, looked, rung } = withRoot(outboxId('card-2'));

    await sendMessage(studio, ROOT.id);

    expect(looked).toEqual([ROOT.id, 'card-1', 'card-2']);
    expect(rung).toEqual(['card-2', 'card-3']);
  });
});

/** At its last try, so that this failure gives it up; what waited for its thread is to be told. */
const ROOT: OutboxMessage = {
  id: outboxId('shot-1'),
  platform: 'playground',
  workspace: workspaceId('W'),
  channel: channelId('C'),
  thread: null,
  kind: 'shot',
  shotId: shotId('1'),
  takeId: null,
  person: null,
  card: null,
  rev: 1,
  message: null,
  tries: 30,
};

/** A root that can't be drawn and for which three cards wait; the row of `broken` can't be read. */
function withRoot(broken?: OutboxId) {
  const { studio } = makePlace();
  const looked: OutboxId[] = [];
  const rung: OutboxId[] = [];
  const outbox = Object.assign(Object.create(studio.outbox), {
    lease: async (id: OutboxId) => {
      looked.push(id);
      if (id === broken) throw new Error('the database is away');
      return id === ROOT.id ? { kind: 'leased', message: ROOT } : null;
    },
    giveUp: async () => {},
    unsentOf: async () => CARDS,
  });
  const ring = (job: WakeUp) => void (job.kind === 'send' && rung.push(job.outboxId));
  const queue: Studio['queue'] = {
    wake: async (job) => ring(job),
    wakeAll: async (jobs) => jobs.forEach(ring),
    backlog: async () => new Set(),
  };
  const surfaces = new Map([['playground' as const, {} as ChatSurface]]);
  return { studio: { ...studio, outbox, queue, surfaces }, looked, rung };
}
