import type { Act, ActEnvelope, Actor } from '../../core/act/act.ts';
import { PermanentError } from '../../core/errors.ts';
import {
  type ActId,
  actId,
  channelId,
  messageId,
  type PersonId,
  personId,
  type ThreadRef,
  workspaceId,
} from '../../core/ids.ts';
import type { PersonRecord } from '../../core/ports/directory.ts';
import { type Channels, isThread } from './channels.ts';
import { toCoreError } from './errors.ts';
import { type MemberLike, type Mention, type ReadEvent, readEvent } from './read-event.ts';
import type { DiscordStore } from './store.ts';
import { untilDone } from './until-done.ts';

export interface EventDeps {
  readonly store: DiscordStore;
  readonly channels: Pick<Channels, 'info'>;
  readonly record: (act: ActEnvelope) => Promise<'recorded' | 'known'>;
  readonly wake: (act: ActId) => Promise<void>;
  readonly loadPerson: (workspace: ThreadRef['workspace'], person: PersonId) => Promise<PersonRecord | null>;
  /** Whether one of these roles may manage the guild. */
  readonly isAdmin: (guild: string, person: string, roles: readonly string[]) => boolean;
  /** Why a mention can't be answered where it was made: interactions bring along what the bot may do, mentions don't. */
  readonly problemOf: (mention: Mention) => Promise<string | null>;
  /** Tells it to one person alone. */
  readonly sayDirectly: (mention: Mention, problem: string) => Promise<void>;
  /** Tells its author that a mention was not taken, without the database; throws where that can't be told either. */
  readonly sayNotTaken: (mention: Mention) => Promise<void>;
  readonly stopped: AbortSignal;
  readonly clock: { now(): Date };
  readonly newId: () => string;
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  /** What was missed is to be read from Discord. */
  readonly missed: (guild: string) => void;
  /** The bot sees that channel. */
  readonly works: (channel: string) => void;
}

/** One dispatch, as the gateway sent it. */
export interface Dispatch {
  readonly name: string;
  readonly data: unknown;
  /** The gateway's session and the dispatch's number in it: the same delivery twice is one act. */
  readonly session: string;
  readonly sequence: number;
  readonly me: string;
}

const TRIES = 5;
const FIRST_PAUSE_MS = 200;
const AT_ONCE = 16;

/**
 * Reactions and mentions become recorded acts. Their order is the gateway's: the key is made when the dispatch arrives,
 * before anything is awaited. An insert that fails is tried again for a while; after that the reactions are read anew, and
 * whoever mentioned the bot is told to send it again.
 */
export function makeEvents(deps: EventDeps) {
  const nextKey = makeOrder(deps.clock);
  const lanes = makeLanes(AT_ONCE);
  const late = new Set<Promise<void>>();

  const take = async (dispatch: Dispatch, event: ReadEvent, orderKey: string): Promise<void> => {
    const place = await placeOf(deps, event);
    if (place === null) return;
    if (event.kind === 'mention') {
      const problem = await deps.problemOf(event);
      if (problem !== null) return deps.sayDirectly(event, problem);
    }
    deps.works(place.channel);
    const act = toAct(event, orderKey);
    const envelope: ActEnvelope = {
      id: actId(deps.newId()),
      place,
      actor: await toActor(deps, event, dispatch.me),
      deliveryKey: deliveryKeyOf(dispatch, event),
      domainKey: null,
      at: deps.clock.now(),
      act,
    };
    if ((await deps.record(envelope)) === 'recorded') await deps.wake(envelope.id);
  };

  /** Beside the lanes, which go on: nobody reads a mention anew, so it is recorded, or its author is told, however late. */
  const insist = (mention: Mention, record: () => Promise<void>): void => {
    const failed = (error: unknown) =>
      deps.report({ error, message: mention.message }, 'a mention could neither be recorded nor refused; trying again');
    const recordOrTell = () =>
      record().catch(async (error: unknown) => {
        if (!isOver(error)) await deps.sayNotTaken(mention);
      });
    const going = untilDone(recordOrTell, { stopped: deps.stopped, failed })
      .then((isDone) => {
        if (!isDone)
          deps.report({ message: mention.message }, 'a mention is lost: it could not be recorded before the end');
      })
      .finally(() => late.delete(going));
    late.add(going);
  };

  return {
    /** Returns at once; `idle` tells when everything that was heard is recorded. */
    hear(dispatch: Dispatch): void {
      const event = readEvent(dispatch.name, dispatch.data, dispatch.me);
      if (event === null) return;
      const orderKey = nextKey();
      lanes.run(async () => {
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await take(dispatch, event, orderKey);
          } catch (error) {
            if (attempt < TRIES) {
              await pause(FIRST_PAUSE_MS * 2 ** attempt);
              continue;
            }
            deps.report({ error, kind: event.kind }, 'what the gateway sent could not be recorded');
            if (event.kind === 'mention') return insist(event, () => take(dispatch, event, orderKey));
            return deps.missed(event.guild);
          }
        }
      });
    },
    async idle() {
      await lanes.idle();
      await Promise.all(late);
    },
    /** Resolves when all that was heard until now is recorded. */
    recorded: () => lanes.settled(),
  };
}

/** The channel is gone, or hidden. */
const isOver = (error: unknown): boolean => toCoreError('a mention', error) instanceof PermanentError;

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** A mention is one act, whoever of several processes hears it; reactions have no id of their own. */
const deliveryKeyOf = ({ session, sequence }: Dispatch, event: ReadEvent): string =>
  event.kind === 'mention' ? `message:${event.message}` : `gateway:${session}:${sequence}`;

/**
 * Discord's reactions carry no time. The key is ours: milliseconds, and a number that grows within them, so that keys
 * only grow, in this process; and readings of what stands, which carry the time, are on the same scale.
 */
export function makeOrder(clock: { now(): Date }): () => string {
  let last = 0;
  let count = 0;
  return () => {
    const now = clock.now().getTime();
    if (now > last) {
      last = now;
      count = 0;
    }
    count += 1;
    return `${last}.${count.toString().padStart(7, '0')}`;
  };
}

function toAct(event: ReadEvent, orderKey: string): Act {
  switch (event.kind) {
    case 'mention':
      return { kind: 'mention', text: event.text };
    case 'cleared':
      return { kind: 'cleared', message: messageId(event.message), emoji: event.emoji, orderKey };
    case 'reaction':
      return { kind: 'reaction', message: messageId(event.message), emoji: event.emoji, op: event.op, orderKey };
  }
}

/** The channel that a message bills, and its thread. null: the message is none of ours. */
async function placeOf({ store, channels }: EventDeps, event: ReadEvent): Promise<ThreadRef | null> {
  const workspace = workspaceId(event.guild);
  // A clip that is not marked as posted yet is read again as soon as it is.
  if (event.kind !== 'mention') return store.placeOf(workspace, messageId(event.message));
  const { type, parent } = await channels.info(event.channel);
  const inThread = isThread(type) && parent !== null;
  return {
    platform: 'discord',
    workspace,
    channel: channelId(inThread ? parent : event.channel),
    thread: inThread ? messageId(event.channel) : null,
  };
}

async function toActor(deps: EventDeps, event: ReadEvent, me: string): Promise<Actor> {
  if (event.kind === 'cleared') return { ...NOBODY, id: personId(me) };
  const person = personId(event.person);
  if (event.member !== null) return fromMember(deps, event.guild, person, event.member);
  const known = await deps.loadPerson(workspaceId(event.guild), person);
  return known === null ? { ...NOBODY, id: person, kind: 'member' } : { ...known };
}

/** Who cleared the reactions isn't told by Discord. */
const NOBODY = { name: '', kind: 'bot', isAdmin: false, timeZone: null } as const;

const fromMember = (deps: EventDeps, guild: string, id: PersonId, member: MemberLike): Actor => ({
  id,
  name: member.name,
  kind: member.isBot ? 'bot' : 'member',
  isAdmin: deps.isAdmin(guild, id, member.roles),
  timeZone: null,
  roles: member.roles,
});

function makeLanes(most: number) {
  const waiting: (() => Promise<void>)[] = [];
  const pending = new Set<Promise<void>>();
  let running = 0;
  let idle = Promise.withResolvers<void>();
  idle.resolve();
  const next = (): void => {
    const work = waiting.shift();
    if (work === undefined) {
      if (running === 0) idle.resolve();
      return;
    }
    running += 1;
    work()
      .catch(() => undefined)
      .finally(() => {
        running -= 1;
        next();
      });
  };
  return {
    run(work: () => Promise<void>): void {
      if (running === 0 && waiting.length === 0) idle = Promise.withResolvers<void>();
      const { promise, resolve } = Promise.withResolvers<void>();
      pending.add(promise);
      waiting.push(() =>
        work().finally(() => {
          pending.delete(promise);
          resolve();
        }),
      );
      if (running < most) next();
    },
    idle: () => idle.promise,
    settled: async () => {
      await Promise.all(pending);
    },
  };
}
