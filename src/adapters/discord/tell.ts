import { type APIChannel, Routes } from 'discord.js';
import type { Card } from '../../core/card/card.ts';
import { toDirectId } from '../../core/direct-message.ts';
import { actId, type MessageId, type OutboxId, type PersonId } from '../../core/ids.ts';
import { CODE, hasCode } from './errors.ts';
import { type PictureFiles, toOutgoing } from './outgoing.ts';
import { type PosterDeps, postOnce } from './poster.ts';
import type { Seal } from './seal.ts';
import type { SealedReply } from './store.ts';

interface Told {
  readonly person: PersonId;
  readonly card: Card;
  readonly key: OutboxId;
}

const ANSWER = /^answer-(.+)$/;

/**
 * What only one person sees. While the interaction that asked can be answered, its private reply says it: an edit, which
 * may be repeated. After that, and where nothing was asked by interaction, a direct message by the bot.
 */
export interface TellDeps extends PosterDeps {
  readonly seal: Seal;
  readonly media: PictureFiles;
}

export async function tellPerson(deps: TellDeps, told: Told): Promise<MessageId | null> {
  const act = ANSWER.exec(told.key)?.[1];
  const reply = act === undefined ? null : await deps.store.findReply(actId(act), deps.clock.now());
  // A reply can be edited for a quarter of an hour only; a direct message for good.
  if (reply !== null && (await editReply(deps, reply, told))) return null;
  return sendDirect(deps, told);
}

async function editReply(deps: TellDeps, reply: SealedReply, { card, key }: Told): Promise<boolean> {
  const { api, store, seal } = deps;
  const token = seal.open(reply.sealed);
  if (token === null) return false;
  const { body, files } = await toOutgoing(deps, null, { card, key });
  try {
    await api.interactions.patch(Routes.webhookMessage(reply.application, token, '@original'), {
      body,
      files: [...files],
      auth: false,
    });
  } catch (error) {
    // The token of an interaction that is over comes back with 401, as a refused bot token would.
    if (!hasCode(error, CODE.unknownWebhook, CODE.invalidToken, CODE.unknownMessage)) throw error;
    await store.closeReply(reply.act);
    return false;
  }
  await store.closeReply(reply.act);
  return true;
}

async function sendDirect(deps: TellDeps, { person, card, key }: Told): Promise<MessageId> {
  const opened = await deps.api.bot.post(Routes.userChannels(), { body: { recipient_id: person } });
  const channel = (opened as APIChannel).id; // what this route answers
  return toDirectId(channel, await postOnce(deps, { channel, key }, await toOutgoing(deps, null, { card, key })));
}
