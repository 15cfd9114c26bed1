import { type APIMessage, type APIUser, Routes } from 'discord.js';
import { personId } from '../../core/ids.ts';
import type { StandingReaction } from '../../core/ports/chat-surface.ts';
import { type EmojiLike, toEmojiKey, toEmojiRoute } from './emoji.ts';
import { LIMITS } from './limits.ts';
import type { DiscordApi } from './rest.ts';

const NORMAL = 0;
const BURST = 1;

/** Who stands behind each reaction of a message now: normal and super ones by themselves, a hundred people a page. */
export async function readStanding(
  api: DiscordApi,
  where: { readonly channel: string; readonly message: string; readonly me: string },
): Promise<readonly StandingReaction[]> {
  const message = (await api.bot.get(Routes.channelMessage(where.channel, where.message))) as APIMessage;
  const standing: StandingReaction[] = [];
  for (const { emoji, count_details } of message.reactions ?? []) {
    for (const type of [NORMAL, BURST] as const) {
      if ((type === NORMAL ? count_details?.normal : count_details?.burst) === 0) continue;
      for (const user of await readPeople(api, where, { emoji, type })) {
        if (user.id === where.me) continue;
        standing.push({
          person: personId(user.id),
          personKind: user.bot === true ? 'bot' : 'member',
          emoji: toEmojiKey(emoji, type === BURST),
        });
      }
    }
  }
  return standing;
}

async function readPeople(
  { bot }: DiscordApi,
  { channel, message }: { readonly channel: string; readonly message: string },
  of: { readonly emoji: EmojiLike; readonly type: number },
): Promise<readonly APIUser[]> {
  const people: APIUser[] = [];
  const route = Routes.channelMessageReaction(channel, message, toEmojiRoute(of.emoji));
  for (let after: string | undefined; ; ) {
    const query = new URLSearchParams({ limit: String(LIMITS.reactionsPage), type: String(of.type) });
    if (after !== undefined) query.set('after', after);
    const page = (await bot.get(route, { query })) as APIUser[];
    people.push(...page);
    if (page.length < LIMITS.reactionsPage) return people;
    after = page.at(-1)?.id;
  }
}
