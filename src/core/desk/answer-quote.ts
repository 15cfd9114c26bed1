import type { Card } from '../card/card.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { answerMention } from './answer-mention.ts';
import { type Said, showBrief } from './show-brief.ts';

/** A message that somebody pointed at: in a shot's thread it is a change, anywhere else a brief. */
export async function answerQuote(studio: Studio, asked: Asked, said: Said): Promise<Card | null> {
  const { thread, workspace, channel } = asked.envelope.place;
  const shot = thread === null ? null : await studio.show.loadShot(workspace, { thread, channel });
  return shot === null ? showBrief(studio, asked, said) : answerMention(studio, asked, said.text);
}
