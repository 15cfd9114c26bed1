import type { Act, ActEnvelope } from '../../core/act/act.ts';
import { type ActId, actId, type ChannelId, type MessageId, type ThreadRef } from '../../core/ids.ts';
import { PLAYGROUND_WORKSPACE, type PlaygroundPerson, toActor } from './people.ts';
import type { PlaygroundMessage, PlaygroundStore } from './store.ts';

export interface InboundDeps {
  readonly store: PlaygroundStore;
  readonly record: (act: ActEnvelope) => Promise<'recorded' | 'known'>;
  readonly wake: (act: ActId) => Promise<void>;
  readonly clock: { now(): Date };
  readonly newId: () => string;
  readonly report: (error: unknown) => void;
}

/** Who acts, and the page's own id of the delivery: the same one twice is one act. */
export interface Sender {
  readonly person: PlaygroundPerson;
  readonly timeZone: string | null;
  readonly nonce: string;
}

interface Place {
  readonly channel: ChannelId;
  readonly thread: MessageId | null;
}

/** What people do on the page becomes a recorded act, acknowledged after one insert; it is worked on elsewhere. */
export function makeInbound(deps: InboundDeps) {
  const { store, clock } = deps;
  const inOrder = makeQueues();

  const take = async (sender: Sender, place: Place, act: Act): Promise<'recorded' | 'known'> => {
    const envelope = toEnvelope(deps, sender, { place, act });
    const taken = await deps.record(envelope);
    // An act that is recorded is worked on sooner or later, woken or not.
    if (taken === 'recorded') deps.wake(envelope.id).catch(deps.report);
    return taken;
  };

  return {
    async say(sender: Sender, place: Place, text: string): Promise<'taken' | 'form'> {
      const read = readSaid(text);
      if (read.kind === 'form') return 'form';
      if (read.kind === 'command') {
        await take(sender, place, read);
        return 'taken';
      }
      await store.messages.insert(toSaidMessage(sender, place, { text, at: clock.now() }));
      if (read.kind === 'mention') await take(sender, place, read);
      return 'taken';
    },
    act: (sender: Sender, place: Place, act: Act) => take(sender, place, act),
    /** One after another per message and person: the last press is what stands. */
    react: (sender: Sender, message: PlaygroundMessage, { emoji, op }: { emoji: string; op: 'add' | 'remove' }) =>
      inOrder(`${message.id} ${sender.person.id}`, async () => {
        const order = await store.reactions.nextOrder();
        const act: Act = { kind: 'reaction', message: message.id, emoji, op, orderKey: toOrderKey(order) };
        if ((await take(sender, placeOf(message), act)) === 'known') return;
        const change = { message: message.id, person: sender.person.id, emoji, at: clock.now() };
        await (op === 'add' ? store.reactions.add(change) : store.reactions.remove(change));
      }),
  };
}

export type Inbound = ReturnType<typeof makeInbound>;

/** Strings sort as the numbers do. */
export const toOrderKey = (order: bigint): string => order.toString().padStart(20, '0');

/** The thread that a message belongs to: its own where it opened one. */
export const placeOf = ({ channel, thread, id, kind }: PlaygroundMessage): Place => ({
  channel,
  thread: thread ?? (kind === 'shot' ? id : null),
});

type Said =
  | { readonly kind: 'form' | 'chat' }
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string };

export function readSaid(text: string): Said {
  const command = /^\s*\/previz(?:\s+([\s\S]*))?$/i.exec(text);
  if (command !== null) {
    const rest = (command[1] ?? '').trim();
    return rest === '' ? { kind: 'form' } : { kind: 'command', text: rest };
  }
  const mention = /(?:^|\s)@previz\b/i;
  return mention.test(text) ? { kind: 'mention', text: text.replace(mention, ' ').trim() } : { kind: 'chat' };
}

const toSaidMessage = ({ person, nonce }: Sender, { channel, thread }: Place, said: { text: string; at: Date }) =>
  ({
    ...{ channel, thread, ...said },
    author: person.id,
    kind: 'text',
    audience: null,
    card: null,
    clip: null,
    key: `said:${person.id}:${nonce}`,
  }) as const;

function toEnvelope(deps: InboundDeps, sender: Sender, { place, act }: { place: Place; act: Act }): ActEnvelope {
  const { channel, thread } = place;
  const ref: ThreadRef = { platform: 'playground', workspace: PLAYGROUND_WORKSPACE, channel, thread };
  return {
    id: actId(deps.newId()),
    place: ref,
    actor: toActor(sender.person, sender.timeZone),
    deliveryKey: `playground:${sender.person.id}:${sender.nonce}`,
    domainKey: null,
    at: deps.clock.now(),
    act,
  };
}

function makeQueues() {
  const tails = new Map<string, Promise<void>>();
  return async (key: string, work: () => Promise<void>): Promise<void> => {
    const mine = (tails.get(key) ?? Promise.resolve()).then(work);
    const tail = mine.catch(() => undefined);
    tails.set(key, tail);
    await mine.finally(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
  };
}
