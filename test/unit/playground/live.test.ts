import { describe, expect, it } from 'vitest';
import { makeLive, readNotice } from '../../../src/adapters/playground/live.ts';
import { PLAYGROUND_WORKSPACE } from '../../../src/adapters/playground/people.ts';
import type { NoticeHandlers } from '../../../src/adapters/playground/store.ts';
import { channelId, outboxId, personId } from '../../../src/core/ids.ts';
import { makeCard } from '../../contract/chat-surface.ts';
import { makePlaygroundHarness } from '../../support/playground-chat.ts';
import { makePlaygroundMemory } from '../../support/playground-memory.ts';

interface PageEvent {
  readonly name: string;
  readonly data: {
    readonly id: string;
    readonly text: string;
    readonly replies: { readonly count: number } | null;
  } | null;
}

async function startLive() {
  const { store, listen } = makePlaygroundMemory();
  const live = makeLive({
    messages: store.messages,
    listen,
    report: (error) => {
      throw error;
    },
  });
  const { surface } = makePlaygroundHarness(store);
  await store.channels.create({ id: channelId('lab'), name: 'lab', createdAt: new Date() });
  await live.start();
  const place = {
    platform: 'playground',
    workspace: PLAYGROUND_WORKSPACE,
    channel: channelId('lab'),
    thread: null,
  } as const;
  return { store, live, surface, place };
}

/** Reads events until one says the word. */
async function readUntil(stream: ReadableStream<Uint8Array>, word: string): Promise<PageEvent[]> {
  const events: PageEvent[] = [];
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return events;
    const text = decoder.decode(value);
    const name = /^event: (.*)$/m.exec(text)?.[1] ?? '';
    if (name !== 'ping') events.push({ name, data: JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? 'null') });
    if (text.includes(word)) {
      reader.releaseLock();
      return events;
    }
  }
}

describe('the live page', () => {
  it('hears every change, in order', async () => {
    const { live, surface, place } = await startLive();
    const page = live.open(personId('mira'), null);

    const card = await surface.post(place, makeCard('queued'), outboxId('1'));
    await surface.edit(place, card, makeCard('ready'));
    const events = await readUntil(page, 'ready');

    expect(events.at(-1)).toMatchObject({ name: 'message', data: { id: card, text: 'ready' } });
    await live.stop();
  });

  it('hears of the root of a thread when a reply comes', async () => {
    const { live, surface, place } = await startLive();
    const { thread } = await surface.openThread(place, makeCard('root'), outboxId('1'));
    const page = live.open(personId('mira'), null);

    await surface.post({ ...place, thread }, makeCard('take 1'), outboxId('2'));
    const events = await readUntil(page, '"text":"root"');

    expect(events.at(-1)?.data).toMatchObject({ id: thread, replies: { count: 1 } });
    await live.stop();
  });

  it('hears private cards only where they are for its person', async () => {
    const { live, surface, place } = await startLive();
    const mine = live.open(personId('mira'), null);
    const theirs = live.open(personId('jonas'), null);

    await surface.tell(place, personId('mira'), makeCard('for mira'), outboxId('1'));
    await surface.post(place, makeCard('for all'), outboxId('2'));

    expect((await readUntil(mine, 'for all')).map(({ data }) => data?.text)).toEqual(['for mira', 'for all']);
    expect((await readUntil(theirs, 'for all')).map(({ data }) => data?.text)).toEqual(['for all']);
    await live.stop();
  });

  it('is told what changed while it was away', async () => {
    const { live, surface, place, store } = await startLive();
    await surface.post(place, makeCard('seen'), outboxId('1'));
    const rev = await store.messages.lastRev();
    await surface.post(place, makeCard('missed'), outboxId('2'));

    const events = await readUntil(live.open(personId('mira'), rev), 'missed');

    expect(events.map(({ data }) => data?.text)).toContain('missed');
    await live.stop();
  });

  it('reads the channel again when it missed more than fits', async () => {
    const { live, surface, place } = await startLive();
    for (let n = 0; n < 501; n += 1) await surface.post(place, makeCard(`card ${n}`), outboxId(`${n}`));

    const events = await readUntil(live.open(personId('mira'), 0n), 'reset');

    expect(events).toEqual([{ name: 'reset', data: null }]);
    await live.stop();
  });

  it('is told what was said while the database could not be heard', async () => {
    const { store, place, surface } = await startLive();
    const lines: NoticeHandlers[] = [];
    const live = makeLive({
      messages: store.messages,
      listen: (handlers) => {
        lines.push(handlers);
        return { start: async () => handlers.connected(), stop: async () => {} };
      },
      report: () => {},
    });
    await live.start();
    const page = live.open(personId('mira'), null);

    await surface.post(place, makeCard('unheard'), outboxId('1'));
    lines[0]?.connected();

    expect((await readUntil(page, 'unheard')).map(({ data }) => data?.text)).toEqual(['unheard']);
    await live.stop();
  });

  it('hears of new channels', async () => {
    const { live, store } = await startLive();
    const page = live.open(personId('mira'), null);

    await store.channels.create({ id: channelId('spot'), name: 'spot', createdAt: new Date() });

    expect(await readUntil(page, 'channels')).toEqual([{ name: 'channels', data: null }]);
    await live.stop();
  });

  it('ends with the server', async () => {
    const { live } = await startLive();
    const page = live.open(personId('mira'), null);

    await live.stop();

    expect(await readUntil(page, 'never said')).toEqual([]);
  });
});

describe('a notice of the database', () => {
  it.each([
    ['lab:12:340', { kind: 'message', message: '12', rev: 340n }],
    ['lab::0', { kind: 'channel' }],
    ['', { kind: 'channel' }],
  ])('"%s" is read', (payload, notice) => {
    expect(readNotice(payload)).toEqual(notice);
  });
});
