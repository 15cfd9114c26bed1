import { type APIChannel, type APIGuild, type APIGuildMember, Routes } from 'discord.js';
import type { Actor } from '../../core/act/act.ts';
import { PermanentError } from '../../core/errors.ts';
import type { WorkspaceId } from '../../core/ids.ts';
import type { Room, Roster } from '../../core/ports/roster.ts';
import { type Channels, type GuildInfo, isForum, toGuild } from './channels.ts';
import { CODE, hasCode, toCoreError } from './errors.ts';
import type { DiscordApi } from './rest.ts';

/** Discord asked about one person, and about a thread. It lists nobody: that would need a privileged intent. */
export function makeRoster({ api, channels }: { readonly api: DiscordApi; readonly channels: Channels }): Roster {
  const asking = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toCoreError(what, error);
    }
  };
  return {
    describe: (workspace, actor) =>
      // Whoever acts is described with the act; a reading names nobody's roles.
      actor.roles === undefined
        ? asking('a member', () => describe(channels, workspace, actor))
        : Promise.resolve(actor),
    confirm: (workspace, actor) => asking('a member', () => confirm(api, workspace, actor)),
    members: async function* () {},
    room: ({ channel, thread }) =>
      thread === null ? Promise.resolve(OPEN) : asking('a thread', () => lookAt(channel, thread)),
  };

  async function lookAt(channel: string, thread: string): Promise<Room> {
    let found: APIChannel;
    try {
      found = (await api.bot.get(Routes.channel(thread))) as APIChannel; // what this route answers
    } catch (error) {
      if (hasCode(error, CODE.unknownChannel)) return { kind: 'closed', why: 'thread-gone' };
      // Such as a private thread that the bot was not added to.
      if (toCoreError('a thread', error) instanceof PermanentError)
        return { kind: 'closed', why: 'missing-permission' };
      throw error;
    }
    const locked = 'thread_metadata' in found && found.thread_metadata?.locked === true;
    if (locked) return { kind: 'closed', why: 'thread-locked' };
    return isForum((await channels.info(channel)).type) ? { ...OPEN, adopts: false } : OPEN;
  }
}

const OPEN = { kind: 'open', hasOutsiders: false } as const;

async function describe(channels: Channels, workspace: WorkspaceId, actor: Actor): Promise<Actor> {
  let member: APIGuildMember;
  try {
    member = await channels.member(workspace, actor.id);
  } catch (error) {
    // Whoever left has no roles any more.
    if (hasCode(error, CODE.unknownMember, CODE.unknownUser)) return { ...actor, roles: [] };
    if (toCoreError('a member', error) instanceof PermanentError) return actor;
    throw error;
  }
  return toActor(actor, member, await channels.guild(workspace));
}

/** Money may hang on it, so nothing remembered is used. */
async function confirm({ bot }: DiscordApi, workspace: WorkspaceId, actor: Actor): Promise<Actor | null> {
  try {
    const member = (await bot.get(Routes.guildMember(workspace, actor.id))) as APIGuildMember; // what this route answers
    return toActor(actor, member, toGuild((await bot.get(Routes.guild(workspace))) as APIGuild));
  } catch (error) {
    // They left, or the server put the bot out: nobody there gave them a right.
    if (toCoreError('a member', error) instanceof PermanentError) return null;
    throw error;
  }
}

const toActor = (actor: Actor, member: APIGuildMember, { owner, managing }: GuildInfo): Actor => ({
  ...actor,
  name: member.nick ?? member.user.global_name ?? member.user.username,
  kind: member.user.bot === true ? 'bot' : 'member',
  isAdmin: owner === actor.id || member.roles.some((role) => managing.has(role)),
  roles: member.roles,
});
