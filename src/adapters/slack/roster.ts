import type { PersonKind } from '../../core/act/act.ts';
import { TransientError } from '../../core/errors.ts';
import { type PersonId, personId, type ThreadRef, type WorkspaceId } from '../../core/ids.ts';
import type { ClosedRoom, Room, Roster } from '../../core/ports/roster.ts';
import type { Call } from './calls.ts';
import { DEAD_TOKEN, hasCode } from './errors.ts';
import type { People } from './people.ts';
import { readText } from './read-acts.ts';
import type { KindsOf } from './store.ts';

interface RosterDeps {
  readonly call: Call;
  readonly people: People;
  readonly clock: { now(): Date };
  readonly kindsOf: KindsOf;
}

type LookDeps = Pick<RosterDeps, 'call' | 'people' | 'kindsOf'>;

/**
 * Who is in a channel changes seldom; whether the bot is in it is looked at again at once while it isn't. Where money is
 * shown it is looked at sooner: whoever joins is heard of, but only by the process that Slack tells it.
 */
const FRESH_MS = { outsiders: 5 * 60_000, home: 60_000 } as const;

interface ChannelInfo {
  readonly channel?: {
    readonly is_member?: boolean;
    readonly is_archived?: boolean;
    readonly is_im?: boolean;
    readonly is_ext_shared?: boolean;
    readonly is_pending_ext_shared?: boolean;
  };
}

interface Members {
  readonly members?: readonly string[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

export interface SlackRoster extends Roster {
  /** Somebody joined, or the channel is shared: who is in it is looked at anew. */
  changed(place: Pick<ThreadRef, 'workspace' | 'channel'>): void;
}

/** Slack asked about people and rooms. */
export function makeRoster(deps: RosterDeps): SlackRoster {
  const { call, people, clock } = deps;
  const open = new Map<string, { readonly room: Room; readonly until: number }>();
  /** Looks under way: whoever asks meanwhile waits for the same answer. One that began before somebody joined is not remembered. */
  const looks = new Map<string, Promise<Room>>();
  /** Where the app may not ask who somebody is. */
  const blind = new Set<WorkspaceId>();
  return {
    async describe(workspace, actor) {
      const stranger = { ...actor, kind: 'external' } as const;
      try {
        const found = await people.find(workspace, actor.id);
        blind.delete(workspace);
        return found ?? stranger;
      } catch (error) {
        if (!hasCode(error, 'missing_scope')) throw error;
        // Nobody is taken for a member unseen; the room says that a permission is missing.
        blind.add(workspace);
        return stranger;
      }
    },
    members: (workspace) => people.list(workspace),
    async room(place) {
      const key = `${place.workspace} ${place.channel}`;
      const now = clock.now().getTime();
      if (blind.has(place.workspace)) return closed('missing-permission');
      const known = open.get(key);
      if (known !== undefined && now < known.until) return known.room;
      const begun = looks.get(key) ?? lookAtRoom(deps, place);
      looks.set(key, begun);
      try {
        const room = await begun;
        if (room.kind === 'open' && looks.get(key) === begun)
          open.set(key, { room, until: now + FRESH_MS[room.hasOutsiders ? 'outsiders' : 'home'] });
        return room;
      } finally {
        if (looks.get(key) === begun) looks.delete(key);
      }
    },
    changed({ workspace, channel }) {
      looks.delete(`${workspace} ${channel}`);
      open.delete(`${workspace} ${channel}`);
    },
    conversation: (place) => readConversation(call, place),
  };
}

async function lookAtRoom(deps: LookDeps, place: ThreadRef): Promise<Room> {
  if (place.channel.startsWith('D')) return closed('direct-message');
  try {
    const { channel } = await deps.call<ChannelInfo>(place.workspace, 'conversations.info', { channel: place.channel });
    if (channel?.is_im === true) return closed('direct-message');
    if (channel?.is_archived === true) return closed('archived');
    if (channel?.is_member !== true) return closed('not-invited');
    if (channel.is_ext_shared === true) return { kind: 'open', hasOutsiders: true };
    return { kind: 'open', hasOutsiders: await hasGuests(deps, place) };
  } catch (error) {
    // A private channel that the bot isn't in does not exist for it.
    if (hasCode(error, 'channel_not_found', 'not_in_channel')) return closed('not-invited');
    if (hasCode(error, 'missing_scope')) return closed('missing-permission');
    if (hasCode(error, 'not_installed', ...DEAD_TOKEN)) return closed('uninstalled');
    throw error;
  }
}

const closed = (why: ClosedRoom): Room => ({ kind: 'closed', why });

/** A thousand a page; more people than on so many pages nobody looks through, and then there may be guests. */
const PAGE = 1_000;
const PAGES = 5;
/** So many whom no list named yet are asked about one by one. Where there are more, a list is read, so many pages of it. */
const STRANGERS = 10;
const LISTED_PAGES = 10;

/** A bounded number of calls, however many people there are: who they are is in the directory, from the workspace's list. */
async function hasGuests({ call, people, kindsOf }: LookDeps, place: ThreadRef): Promise<boolean> {
  let cursor = '';
  const outsiders: PersonId[] = [];
  const unknown = new Set<PersonId>();
  for (let page = 0; page < PAGES; page += 1) {
    const { members = [], response_metadata } = await call<Members>(place.workspace, 'conversations.members', {
      channel: place.channel,
      limit: PAGE,
      ...(cursor === '' ? {} : { cursor }),
    });
    const kinds = await kindsOf(place.workspace, members.map(personId));
    for (const member of members.map(personId)) {
      if (!kinds.has(member)) unknown.add(member);
      else if (isOutsider(kinds.get(member))) outsiders.push(member);
    }
    cursor = response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  if (cursor !== '') return true;
  // Somebody may be kept as one only because the app might not ask then.
  if (outsiders.length > STRANGERS || (await isOne(people, place.workspace, outsiders))) return true;
  if (unknown.size > STRANGERS && (await isOneListed(people, place.workspace, unknown))) return true;
  // Nobody is taken for a member unseen.
  return unknown.size > STRANGERS || isOne(people, place.workspace, unknown);
}

async function isOne(people: People, workspace: WorkspaceId, asked: Iterable<PersonId>): Promise<boolean> {
  for (const person of asked) if (isOutsider((await people.find(workspace, person))?.kind)) return true;
  return false;
}

/** Whether one of them is an outsider; whoever is seen to be none is taken out. */
async function isOneListed(people: People, workspace: WorkspaceId, unknown: Set<PersonId>): Promise<boolean> {
  let pages = 0;
  try {
    for await (const page of people.list(workspace)) {
      for (const { id, kind } of page) if (unknown.delete(id) && isOutsider(kind)) return true;
      pages += 1;
      if (pages === LISTED_PAGES || unknown.size === 0) break;
    }
  } catch (error) {
    // Asked for too often: who is left is not known.
    if (!(error instanceof TransientError)) throw error;
  }
  return false;
}

const isOutsider = (kind: PersonKind | undefined): boolean =>
  kind === undefined || kind === 'guest' || kind === 'external';

interface Replies {
  readonly messages?: readonly { readonly text?: string; readonly bot_id?: string; readonly subtype?: string }[];
}

/** Fifteen messages is what an app outside the Marketplace may be given at once. */
const CONVERSATION = 15;

async function readConversation(call: Call, place: ThreadRef): Promise<readonly string[] | null> {
  if (place.thread === null) return null;
  try {
    const { messages } = await call<Replies>(place.workspace, 'conversations.replies', {
      channel: place.channel,
      ts: place.thread,
      limit: CONVERSATION,
    });
    return (messages ?? [])
      .filter(({ bot_id }) => bot_id === undefined)
      .map(({ text }) => readText(text ?? ''))
      .filter((text) => text !== '');
  } catch (error) {
    if (hasCode(error, 'missing_scope', 'not_in_channel', 'channel_not_found', 'ratelimited', 'paced')) return null;
    throw error;
  }
}
