import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Listen, NewPlaygroundMessage, PlaygroundStore } from '../../src/adapters/playground/store.ts';
import { channelId, messageId, personId } from '../../src/core/ids.ts';

export interface StoreHarness {
  readonly store: PlaygroundStore;
  readonly listen: Listen;
  stop(): Promise<void>;
}

const [MIRA, JONAS] = [personId('mira'), personId('jonas')];
const AT = new Date('2026-11-21T10:00:00.000Z');

/** What the playground's store must do, in memory as in the database. */
export function describePlaygroundStore(name: string, start: () => Promise<StoreHarness>): void {
  describe(`the playground's store in ${name}`, () => {
    let harness: StoreHarness;
    let store: PlaygroundStore;
    let names = 0;

    beforeAll(async () => {
      harness = await start();
      store = harness.store;
    });
    afterAll(() => harness?.stop());

    const newChannel = async () => {
      names += 1;
      const id = channelId(`store-${names}`);
      await store.channels.create({ id, name: id, createdAt: AT });
      return id;
    };
    const newMessage = async (change: Partial<NewPlaygroundMessage> = {}): Promise<NewPlaygroundMessage> => ({
      channel: change.channel ?? (await newChannel()),
      ...{ thread: null, author: MIRA, kind: 'text', audience: null, text: 'hello', card: null, clip: null, key: null },
      at: AT,
      ...change,
    });

    it('gives a message back as it was', async () => {
      const text = '🎬 مشهد <b>"x"</b>\n\\ 日本';
      const message = await newMessage({ text, card: { at: AT, title: [text] }, kind: 'card' });

      const id = await store.messages.insert(message);

      const { key: _, ...kept } = message;
      expect(await store.messages.load(id)).toMatchObject({
        ...kept,
        ...{
          id,
          card: { at: AT.toISOString(), title: [text] },
          clip: null,
          editedAt: null,
          reactions: [],
          replies: null,
        },
      });
    });

    it('finds the first message of a key, also for two who come at once', async () => {
      const channel = await newChannel();
      const message = await newMessage({ channel, key: `key of ${channel}` });

      const ids = await Promise.all(Array.from({ length: 8 }, () => store.messages.insert(message)));

      expect(new Set(ids).size).toBe(1);
      expect(await store.messages.loadRoots({ channel, viewer: MIRA, before: null, limit: 10 })).toHaveLength(1);
    });

    it('edits what is there, and says so where nothing is', async () => {
      const id = await store.messages.insert(await newMessage());
      const change = { text: 'changed', card: { title: null }, clip: null };

      expect(await store.messages.edit(id, change, AT)).toBe(true);
      expect(await store.messages.edit(messageId('999999999'), change, AT)).toBe(false);

      expect(await store.messages.load(id)).toMatchObject({ ...change, editedAt: AT });
    });

    it('shows a private message to its person only, and counts it as nobody’s reply', async () => {
      const root = await newMessage();
      const thread = await store.messages.insert(root);
      await store.messages.insert({ ...root, thread, kind: 'private', audience: JONAS });
      await store.messages.insert({ ...root, thread });
      await store.messages.insert({ ...root, kind: 'private', audience: JONAS });

      const seenBy = async (viewer: typeof MIRA) => [
        (await store.messages.loadRoots({ channel: root.channel, viewer, before: null, limit: 10 })).length,
        (await store.messages.loadThread(thread, viewer)).length,
      ];

      expect(await seenBy(JONAS)).toEqual([2, 2]);
      expect(await seenBy(MIRA)).toEqual([1, 1]);
      expect((await store.messages.load(thread))?.replies).toEqual({ count: 1, lastAt: AT });
    });

    it('pages back from the newest', async () => {
      const message = await newMessage();
      const ids: string[] = [];
      for (let n = 0; n < 5; n += 1) ids.push(await store.messages.insert(message));
      const page = async (before: string | null) => {
        const query = {
          channel: message.channel,
          viewer: MIRA,
          before: before === null ? null : messageId(before),
          limit: 2,
        };
        return (await store.messages.loadRoots(query)).map(({ id }) => id);
      };

      expect(await page(null)).toEqual(ids.slice(3));
      expect(await page(ids[3] ?? null)).toEqual(ids.slice(1, 3));
    });

    it('keeps each reaction once, in the order in which they came', async () => {
      const message = await store.messages.insert(await newMessage());
      const give = { message, at: AT };

      await store.reactions.add({ ...give, person: JONAS, emoji: '❌' });
      await store.reactions.add({ ...give, person: MIRA, emoji: '✅' });
      await store.reactions.add({ ...give, person: JONAS, emoji: '❌' });
      await store.reactions.add({ ...give, person: JONAS, emoji: '✅' });
      await store.reactions.remove({ ...give, person: MIRA, emoji: '✅' });
      await store.reactions.remove({ ...give, person: MIRA, emoji: '🔥' });

      expect((await store.messages.load(message))?.reactions).toMatchObject([
        { person: JONAS, emoji: '❌' },
        { person: JONAS, emoji: '✅' },
      ]);
    });

    it('moves the revision on with every change, and tells what changed since', async () => {
      const before = await store.messages.lastRev();
      const first = await store.messages.insert(await newMessage());
      const second = await store.messages.insert(await newMessage());
      const between = await store.messages.lastRev();
      const give = { message: first, person: MIRA, emoji: '✅', at: AT };

      expect(await store.messages.changedSince(before, 10)).toEqual([first, second]);
      await store.reactions.add(give);
      await store.reactions.add(give);

      expect(await store.messages.changedSince(between, 10)).toEqual([first]);
      expect(await store.messages.changedSince(before, 10)).toEqual([second, first]);
      expect((await store.messages.load(first))?.rev).toBe(await store.messages.lastRev());
    });

    it('never gives the same order twice', async () => {
      const orders = await Promise.all(Array.from({ length: 20 }, () => store.reactions.nextOrder()));

      expect(new Set(orders).size).toBe(20);
    });

    it('makes a channel once and lists the oldest first', async () => {
      const id = await newChannel();

      expect(await store.channels.create({ id, name: 'again', createdAt: AT })).toBe(false);
      expect(await store.channels.find(id)).toEqual({ id, name: id, createdAt: AT });
      expect(await store.channels.find(channelId('never'))).toBeNull();
      expect((await store.channels.load()).map((channel) => channel.id)).toContain(id);
    });

    it('says each change to whoever listens', async () => {
      const heard: string[] = [];
      const ears = harness.listen({ notice: (payload) => heard.push(payload), connected: () => {} });
      await ears.start();

      const message = await newMessage();
      const id = await store.messages.insert(message);
      await store.reactions.add({ message: id, person: MIRA, emoji: '✅', at: AT });

      const rev = await store.messages.lastRev();
      await expect
        .poll(() => heard)
        .toEqual([`${message.channel}::0`, `${message.channel}:${id}:${rev - 1n}`, `${message.channel}:${id}:${rev}`]);
      await ears.stop();
    });
  });
}
