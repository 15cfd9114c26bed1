import { type APIApplication, type APIGuild, type APIUser, type RESTGetAPIGatewayBotResult, Routes } from 'discord.js';
import { toCommands } from '../../adapters/discord/commands.ts';
import { toCoreError } from '../../adapters/discord/errors.ts';
import { toInviteUrl } from '../../adapters/discord/register.ts';
import { makeApi } from '../../adapters/discord/rest.ts';
import { missingRights } from '../../adapters/discord/rights.ts';
import type { DiscordConfig } from '../config.ts';
import type { Finding } from './check-all.ts';

/** Tries the token, the gateway's allowance, the registered commands and the servers; says what to click. */
export async function checkDiscord(config: DiscordConfig): Promise<readonly Finding[]> {
  const { bot } = makeApi({ ...config, report: () => {} });
  try {
    const me = (await bot.get(Routes.user())) as APIUser;
    const { id } = (await bot.get(Routes.currentApplication())) as APIApplication;
    const gateway = (await bot.get(Routes.gatewayBot())) as RESTGetAPIGatewayBotResult;
    const guilds = (await bot.get(Routes.userGuilds())) as readonly APIGuild[];
    const commands = (await bot.get(Routes.applicationCommands(id))) as readonly unknown[];
    return [
      { kind: 'well', part: 'discord', text: `signed in as ${me.username}, in ${toServers(guilds.length)}` },
      ...checkSessions(gateway),
      ...checkGuilds(guilds.length, id),
      ...guilds.flatMap(checkRights),
      ...checkCommands(commands.length),
    ];
  } catch (error) {
    return [{ kind: 'wrong', part: 'discord', text: toCoreError('the check', error).message }];
  }
}

const toServers = (count: number): string => (count === 1 ? '1 server' : `${count} servers`);

const FEW_SESSIONS = 50;

function checkSessions({ session_start_limit: limit, shards }: RESTGetAPIGatewayBotResult): readonly Finding[] {
  if (limit.remaining < FEW_SESSIONS)
    return [
      {
        kind: 'wrong',
        part: 'discord',
        text: `Only ${limit.remaining} of ${limit.total} connections are left for today; at none, Discord resets the token. Look for a process that restarts over and over.`,
      },
    ];
  if (shards === 1) return [];
  return [
    {
      kind: 'note',
      part: 'discord',
      text: `Discord recommends ${shards} shards: previz start --only discord --shard 0/${shards}`,
    },
  ];
}

const checkGuilds = (count: number, application: string): readonly Finding[] =>
  count > 0
    ? []
    : [{ kind: 'wrong', part: 'discord', text: `The bot is in no server. Add it: ${toInviteUrl(application)}` }];

/** As the server has them; a channel can take them away again, and then whoever asks there is told. */
function checkRights({ name, permissions }: Pick<APIGuild, 'name' | 'permissions'>): readonly Finding[] {
  const missing = permissions === undefined ? [] : missingRights(BigInt(permissions));
  if (missing.length === 0) return [];
  const text = `In ${name} the bot’s role lacks ${missing.join(', ')}. Whoever manages the server can grant it under Server Settings → Roles.`;
  return [{ kind: 'wrong', part: 'discord', text }];
}

function checkCommands(count: number): readonly Finding[] {
  if (count >= toCommands().length)
    return [{ kind: 'well', part: 'discord', text: `${count} commands are registered` }];
  return [
    {
      kind: 'note',
      part: 'discord',
      text: 'The commands are not registered for all servers. Run: previz discord register (or with --guild <id> for one).',
    },
  ];
}
