import { readFile } from 'node:fs/promises';
import type { APIMessage, RawFile } from 'discord.js';
import type { Card } from '../../core/card/card.ts';
import type { OutboxId, ThreadRef } from '../../core/ids.ts';
import { cut, LIMITS } from './limits.ts';
import { type Outgoing, toMark } from './poster.ts';
import { toCardMessage } from './to-message.ts';

/** Where the bytes of a card's pictures are. */
export interface PictureFiles {
  localPath(media: string): Promise<string>;
}

/** A card as Discord takes it, with its pictures attached. Marked by its key, so that a lost answer is found again. */
export async function toOutgoing(
  { media: pictures }: { readonly media: PictureFiles },
  place: ThreadRef | null,
  { card, key }: { readonly card: Card; readonly key: OutboxId | null },
): Promise<Outgoing> {
  const { images, components, ...body } = toCardMessage(card, key, place);
  const files = await Promise.all(images.map(({ media, name }) => toFile(pictures, media, name)));
  const mark = key === null ? {} : { id: toMark(key) };
  return {
    body: {
      ...body,
      components: components.map((component) => ({ ...component, ...mark })),
      attachments: images.map(({ name, alt }, id) => ({
        id: String(id),
        filename: name,
        description: cut(alt, LIMITS.fileDescription),
      })),
    },
    files,
    isSame: (message: APIMessage) => (message.components ?? []).some((component) => component.id === mark.id),
  };
}

async function toFile(pictures: PictureFiles, path: string, name: string): Promise<RawFile> {
  return {
    name,
    data: await readFile(await pictures.localPath(path)),
    contentType: name.endsWith('.png') ? 'image/png' : 'image/jpeg',
  };
}
