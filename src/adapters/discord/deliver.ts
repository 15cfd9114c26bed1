import { readFile } from 'node:fs/promises';
import { type APIMessage, MessageFlags, type RawFile, Routes } from 'discord.js';
import type { Clip } from '../../core/card/card.ts';
import { TransientError } from '../../core/errors.ts';
import type { MessageId, OutboxId, ThreadRef } from '../../core/ids.ts';
import { fileOf, notesOf, shownIn } from './clip-file.ts';
import { CODE, hasCode } from './errors.ts';
import { inOpenThread, toChannel } from './in-place.ts';
import { cut, LEAST_UPLOAD, LIMITS, uploadLimitOf } from './limits.ts';
import { postAnswered } from './poster.ts';
import type { SurfaceDeps } from './surface.ts';
import { toClipContent } from './to-clip.ts';

/** Seeded on every clip, one press each; so nobody needs the right to add reactions. */
const SEEDS = ['✅', '❌'] as const;

interface Delivery {
  readonly clip: Clip;
  readonly key: OutboxId;
}

/** The message with the player. May be repeated: what is there is found, and what is missing of it is mended. */
export async function deliver(deps: SurfaceDeps, place: ThreadRef, delivery: Delivery): Promise<MessageId> {
  const tier = async () => uploadLimitOf((await deps.channels.guild(place.workspace)).tier);
  const known = await tier();
  try {
    return await deliverWithin(deps, place, delivery, known);
  } catch (error) {
    if (!hasCode(error, CODE.tooLarge)) throw error;
  }
  // The guild takes less than it did when it was asked: its boosts are gone. Smaller files are left, and at last none.
  deps.channels.forgetGuild(place.workspace);
  const smaller = [...new Set([await tier(), LEAST_UPLOAD])].filter((limit) => limit < known);
  for (const limit of smaller) {
    try {
      return await deliverWithin(deps, place, delivery, limit);
    } catch (error) {
      if (!hasCode(error, CODE.tooLarge)) throw error;
    }
  }
  return deliverWithin(deps, place, delivery, 0);
}

async function deliverWithin(
  deps: SurfaceDeps,
  place: ThreadRef,
  { clip, key }: Delivery,
  limit: number,
): Promise<MessageId> {
  const { api } = deps;
  const channel = toChannel(place);
  const { file, shown } = await fileOf(deps.media, clip, limit);
  const files = file === null ? [] : [{ ...file, data: await readFile(file.path) }];
  const attachments = files.map(({ name }, id) => ({
    id: String(id),
    filename: name,
    description: cut(clip.altText, LIMITS.fileDescription),
  }));
  const { id, message } = await postAnswered(
    deps,
    { channel, key },
    {
      body: {
        content: toClipContent(clip, notesOf(deps.media, clip, shown)),
        flags: MessageFlags.SuppressEmbeds,
        allowed_mentions: { parse: [], users: [clip.requester] },
        attachments,
      },
      files,
      // Whatever was shown of it: an earlier try may have sent another file.
      isSame: ({ attachments, content }) =>
        content.includes(clip.fileName) || attachments.some(({ filename }) => filename === clip.fileName),
    },
  );
  await mendUpload(deps, { channel, id, message }, { files, attachments });
  // Repeated with the message: a crash between the two leaves no clip without its seeds.
  for (const emoji of SEEDS) {
    await api.bot.put(Routes.channelMessageOwnReaction(channel, id, encodeURIComponent(emoji)));
  }
  return id;
}

interface Posted {
  readonly channel: string;
  readonly id: MessageId;
  readonly message: APIMessage | null;
}

/** An upload may arrive torn although it is answered with success (discord.js #7285): then the file is put in anew. */
async function mendUpload(
  { api }: SurfaceDeps,
  { channel, id, message }: Posted,
  { files, attachments }: { readonly files: readonly RawFile[]; readonly attachments: readonly unknown[] },
): Promise<void> {
  if (files.length === 0) return;
  const route = Routes.channelMessage(channel, id);
  const isWhole = ({ attachments: seen }: APIMessage) =>
    files.every(({ name, data }) => seen.some((one) => one.filename === name && one.size === sizeOf(data)));
  // What the routes answer.
  if (isWhole(message ?? ((await api.bot.get(route)) as APIMessage))) return;
  const mended = (await api.bot.patch(route, { body: { attachments }, files: [...files] })) as APIMessage;
  if (!isWhole(mended)) throw new TransientError('upload_torn', 'Discord stored another file than was sent');
}

const sizeOf = (data: RawFile['data']): number => (data instanceof Uint8Array ? data.byteLength : -1);

/** What is said beside the player, drawn anew; the player stays, and what is said of it is of that one. */
export async function editWords(
  { api, channels, media }: SurfaceDeps,
  place: ThreadRef,
  { message, clip }: { readonly message: MessageId; readonly clip: Clip },
) {
  await inOpenThread(channels, place, message, async (channel) => {
    const route = Routes.channelMessage(channel, message);
    const { attachments } = (await api.bot.get(route)) as APIMessage; // what this route answers
    const content = toClipContent(clip, notesOf(media, clip, shownIn(clip, attachments)));
    await api.bot.patch(route, { body: { content, allowed_mentions: { parse: [] } } });
  });
}
