import { randomUUID } from 'node:crypto';
import { BOT_PERSON, PEOPLE, PLAYGROUND_WORKSPACE } from '../../src/adapters/playground/people.ts';
import type { PlaygroundMessage, PlaygroundStore } from '../../src/adapters/playground/store.ts';
import { makePlaygroundSurface } from '../../src/adapters/playground/surface.ts';
import { channelId, messageId, type PersonId, type ThreadRef } from '../../src/core/ids.ts';
import type { SeenMessage, SurfaceHarness } from '../contract/chat-surface.ts';

/** The playground's harness for the contract of chat surfaces, over any store. */
export function makePlaygroundHarness(
  store: PlaygroundStore,
  stop: () => Promise<void> = async () => {},
): SurfaceHarness {
  const [first, second] = PEOPLE;
  if (first === undefined || second === undefined) throw new Error('the playground has nobody in it');
  const placeOf = (channel: string): ThreadRef => ({
    platform: 'playground',
    workspace: PLAYGROUND_WORKSPACE,
    channel: channelId(channel),
    thread: null,
  });
  return {
    surface: makePlaygroundSurface({ store, clock: { now: () => new Date() } }),
    person: first.id,
    otherPerson: second.id,
    bot: BOT_PERSON,
    goneMessage: messageId('100000000000001'),
    async openChannel() {
      const name = `contract-${randomUUID()}`;
      await store.channels.create({ id: channelId(name), name, createdAt: new Date() });
      return placeOf(name);
    },
    goneChannel: async () => placeOf('never-made'),
    async look(place, viewer) {
      const query = { channel: place.channel, viewer, before: null, limit: 100 };
      const seen: SeenMessage[] = [];
      for (const root of await store.messages.loadRoots(query)) {
        seen.push(toSeen(root), ...(await store.messages.loadThread(root.id, viewer)).map(toSeen));
      }
      return seen;
    },
    react: (_place, message, { op, ...reaction }) => store.reactions[op]({ ...reaction, message, at: new Date() }),
    stop,
  };
}

const toSeen = ({ id, thread, text, card, clip, reactions }: PlaygroundMessage): SeenMessage => ({
  id,
  thread,
  text: [text, ...strings(card), ...strings(clip)].join('\n'),
  clips: clip === null ? [] : strings(clip).filter((value) => /^[\w-]+\.mp4$/.test(value)),
  mentions: readRequester(clip),
  reactions: reactions.map(({ person, emoji }) => ({ person, emoji })),
});

const readRequester = (clip: unknown): PersonId[] => {
  const requester = typeof clip === 'object' && clip !== null && 'requester' in clip ? clip.requester : null;
  return PEOPLE.flatMap(({ id }) => (id === requester ? [id] : []));
};

/** Every string anywhere in a stored card. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
