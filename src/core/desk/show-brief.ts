import type { Card } from '../card/card.ts';
import { helpCard } from '../card/notes.ts';
import { type Brief, toBrief } from '../command/brief.ts';
import { shorten } from '../command/clean-text.ts';
import { readAs } from '../command/read-command.ts';
import { placeRequest } from '../request/place-request.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';

/** What people said, and the addresses of the images they said it with. */
export interface Said {
  readonly text: string;
  readonly images: readonly string[];
}

/** A scene takes no more than this of a conversation. */
const MAX_SCENE = 1_500;

/**
 * A message, with the conversation around it where the platform lets us read it, becomes a brief. What was read is
 * shown first and runs on a click, also where it is free: nobody wrote it as an order.
 */
export async function showBrief(studio: Studio, asked: Asked, said: Said): Promise<Card | null> {
  const brief = await readSaid(studio, asked, said);
  return brief === null
    ? helpCard(null)
    : placeRequest(studio, asked, { brief, parent: null, changes: null, from: 'read' });
}

async function readSaid(studio: Studio, { envelope }: Asked, { text, images }: Said): Promise<Brief | null> {
  const words = { templates: [...studio.catalog.templates.keys()], models: [...studio.catalog.models.keys()] };
  const read = readAs('scene', text, words);
  const own = read.kind === 'brief' ? read.brief : toBrief(text);
  const talk = (await studio.rosters.get(envelope.place.platform)?.conversation?.(envelope.place)) ?? [];
  const said = [...talk.filter((line) => line !== text && !line.endsWith(text)), own.scene].filter(
    (line) => line.trim() !== '',
  );
  if (said.length === 0) return null;
  const refs = images.map((url) => ({ role: 'style', url }) as const);
  return { ...own, scene: shorten(said.join('. ').replaceAll(/\s+/g, ' '), MAX_SCENE), refs: [...own.refs, ...refs] };
}
