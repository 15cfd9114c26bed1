import type { ThreadRef, WorkspaceId } from '../../core/ids.ts';
import { personId } from '../../core/ids.ts';
import type { ClosedRoom, Room, Roster } from '../../core/ports/roster.ts';
import type { Call } from './calls.ts';
import { DEAD_TOKEN, hasCode } from './errors.ts';
import type { People } from './people.ts';
import { readText } from './read-acts.ts';

interface RosterDeps {
  readonly call: Call;
  readonly people: People;
  readonly clock: { now(): Date };
  readonly botUser: (workspace: WorkspaceId) => Promise<string>;
}

/** Who is in a channel changes seldom; whether the bot is in it is looked at again at once while it isn't. */
const FRESH_MS = 5 * 60_000;

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

/** Slack asked about people and rooms. */
export function makeRoster(deps: RosterDeps): Roster {
  const { call, people, clock } = deps;
  const open = new Map<string, { readonly room: Room; readonly at: number }>();
  return {
    async describe(workspace, actor) {
      const stranger = { ...actor, kind: 'external' } as const;
      try {
        return (await people.find(workspace, actor.id)) ?? stranger;
      } catch (error) {
        // Nobody is taken for a member unseen; the room says that a permission is missing.
        if (hasCode(error, 'missing_scope')) return stranger;
        throw error;
      }
    },
    members: (workspace) => people.list(workspace),
    async room(place) {
      const key = `${place.workspace} ${place.channel}`;
      const now = clock.now().getTime();
      const known = open.get(key);
      if (known !== undefined && now - known.at < FRESH_MS) return known.room;
      const room = await lookAtRoom(deps, place);
      if (room.kind === 'open') open.set(key, { room, at: now });
      else open.delete(key);
      return room;
    },
    conversation: (place) => readConversation(call, place),
  };
}

async function lookAtRoom({ call, people }: RosterDeps, place: ThreadRef): Promise<Room> {
  if (place.channel.startsWith('D')) return closed('direct-message');
  try {
    const { channel } = await call<ChannelInfo>(place.workspace, 'conversations.info', { channel: place.channel });
    if (channel?.is_im === true) return closed('direct-message');
    if (channel?.is_archived === true) return closed('archived');
    if (channel?.is_member !== true) return closed('not-invited');
    if (channel.is_ext_shared === true) return { kind: 'open', hasOutsiders: true };
    return { kind: 'open', hasOutsiders: await hasGuests({ call, people }, place) };
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

async function hasGuests({ call, people }: Pick<RosterDeps, 'call' | 'people'>, place: ThreadRef): Promise<boolean> {
  let cursor = '';
  for (let page = 0; page < PAGES; page += 1) {
    const { members, response_metadata } = await call<Members>(place.workspace, 'conversations.members', {
      channel: place.channel,
      limit: PAGE,
      ...(cursor === '' ? {} : { cursor }),
    });
    for (const member of members ?? []) {
      const kind = (await people.find(place.workspace, personId(member)))?.kind;
      if (kind === undefined || kind === 'guest' || kind === 'external') return true;
    }
    cursor = response_metadata?.next_cursor ?? '';
    if (cursor === '') return false;
  }
  return true;
}

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
