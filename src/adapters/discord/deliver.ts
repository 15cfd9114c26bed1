import { readFile } from 'node:fs/promises';
import { type APIMessage, MessageFlags, type RawFile, Routes } from 'discord.js';
import type { Clip } from '../../core/card/card.ts';
import { TransientError } from '../../core/errors.ts';
import type { MessageId, OutboxId, ThreadRef } from '../../core/ids.ts';
import { fileOf } from './clip-file.ts';
import { inOpenThread, toChannel } from './in-place.ts';
import { cut, LIMITS, uploadLimitOf } from './limits.ts';
import { postAnswered } from './poster.ts';
import type { SurfaceDeps } from './surface.ts';
import { toClipContent } from './to-clip.ts';

/** Seeded on every clip, one press each; so nobody needs the right to add reactions. */
const SEEDS = ['✅', '❌'] as const;

/** The message with the player. May be repeated: what is there is found, and what is missing of it is mended. */
export async function deliver(
  deps: SurfaceDeps,
  place: ThreadRef,
  { clip, key }: { readonly clip: Clip; readonly key: OutboxId },
): Promise<MessageId> {
  const { api, channels } = deps;
  const channel = toChannel(place);
  const limit = uploadLimitOf((await channels.guild(place.workspace)).tier);
  const { file, isClip, notes } = await fileOf(deps.media, clip, limit);
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
        content: toClipContent(clip, notes),
        flags: MessageFlags.SuppressEmbeds,
        allowed_mentions: { parse: [], users: [clip.requester] },
        attachments,
      },
      files,
      isSame: ({ attachments, content }) =>
        isClip ? attachments.some(({ filename }) => filename === clip.fileName) : content.includes(clip.fileName),
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

/** What is said beside the player, drawn anew; the player stays. */
export async function editWords(
  { api, channels, media }: SurfaceDeps,
  place: ThreadRef,
  of: { message: MessageId; clip: Clip },
) {
  const limit = uploadLimitOf((await channels.guild(place.workspace)).tier);
  const { notes } = await fileOf(media, of.clip, limit);
  const body = { content: toClipContent(of.clip, notes), allowed_mentions: { parse: [] } };
  await inOpenThread(channels, place, of.message, async (channel) => {
    await api.bot.patch(Routes.channelMessage(channel, of.message), { body });
  });
}
