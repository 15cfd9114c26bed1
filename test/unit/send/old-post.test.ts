import { describe, expect, it } from 'vitest';
import { channelId, messageId, outboxId, workspaceId } from '../../../src/core/ids.ts';
import type { ChatSurface } from '../../../src/core/ports/chat-surface.ts';
import type { Outbox, OutboxMessage } from '../../../src/core/ports/outbox.ts';
import { sendMessage } from '../../../src/core/send/send-message.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { shotView, takeView } from '../card/views.ts';
import { makePlace } from '../sub/place.ts';

describe('a card that is posted', () => {
  it('at the first try says what is true', async () => {
    expect(await post(1)).toEqual({ isOld: false, rings: [] });
  });

  it('at a later try may be the message of an earlier one, and is edited once', async () => {
    const again = [{ kind: 'send', outboxId: 'card-1' }, { delayMs: 3_000 }];
    expect(await post(2)).toEqual({ isOld: true, rings: [again] });
  });
});

async function post(tries: number) {
  const take = takeView();
  const { studio } = makePlace({ shots: [shotView([take])] });
  const message: OutboxMessage = {
    id: outboxId('card-1'),
    platform: 'playground',
    workspace: workspaceId('W'),
    channel: channelId('C'),
    thread: messageId('T'),
    kind: 'card',
    shotId: null,
    takeId: take.id,
    person: null,
    card: null,
    rev: 3,
    message: null,
    tries,
  };
  const marks: Parameters<Outbox['sent']>[1][] = [];
  const rings: unknown[] = [];
  const outbox = Object.assign(Object.create(studio.outbox), {
    lease: async () => ({ kind: 'leased', message }),
    sent: async (_id: string, mark: Parameters<Outbox['sent']>[1]) => void marks.push(mark),
    postpone: async (_id: string, _at: Date, error: string) => Promise.reject(new Error(error)),
  });
  const queue: Studio['queue'] = {
    wake: async (...ring) => void rings.push(ring),
    wakeAll: async () => {},
    backlog: async () => new Set(),
  };
  const surface = { editPaceMs: 3_000, post: async () => messageId('m1') } as unknown as ChatSurface; // all that is used
  await sendMessage({ ...studio, outbox, queue, surfaces: new Map([['playground', surface]]) }, message.id);
  return { isOld: marks[0]?.isOld, rings };
}
