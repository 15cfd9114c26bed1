import { refusedCard } from '../card/brake-cards.ts';
import type { Card } from '../card/card.ts';
import { ambiguousCard, helpCard, problemCard, toNote } from '../card/notes.ts';
import type { Brief } from '../command/brief.ts';
import type { ReadCommand } from '../command/read.ts';
import { type ReadAs, readAs, readCommand } from '../command/read-command.ts';
import type { SubCommand } from '../command/sub-command.ts';
import { requestId, takeId } from '../ids.ts';
import { briefOf } from '../request/brief-of.ts';
import { placeRequest } from '../request/place-request.ts';
import type { Asked } from '../studio/asked.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { answerSub } from './answer-sub.ts';

/** `/previz …`: a scene becomes a request, a sub-command is answered, and what could be both is asked about. */
export async function answerCommand(
  studio: Studio,
  asked: Asked,
  text: string,
  { parentTake = null, as, images = [], recent = null }: How = {},
): Promise<Card | null> {
  const read = readWords(studio, text, as);
  switch (read.kind) {
    case 'form':
      return helpCard(null);
    case 'problem':
      return problemCard(read);
    case 'ambiguous':
      return ambiguousCard({ actId: asked.envelope.id, scene: read.brief.scene, command: text });
    case 'sub':
      return answerSub(studio, asked, read.command);
    case 'brief': {
      const brief = recent === null ? read.brief : await withScene(studio, asked, { brief: read.brief, recent });
      return brief === null ? briefGone() : answerBrief(studio, asked, withImages(brief, images), parentTake);
    }
  }
}

interface How {
  readonly parentTake?: string | null;
  readonly as?: ReadAs;
  readonly images?: readonly string[];
  /** The request whose scene is meant. */
  readonly recent?: string | null;
}

const briefGone = (): Card =>
  toNote('warning', [['That brief is gone. Please write the scene anew. Nothing was spent.']]);

async function withScene(
  { requests }: Studio,
  { workspace }: Asked,
  { brief, recent }: { readonly brief: Brief; readonly recent: string },
): Promise<Brief | null> {
  const request = await requests.load(workspace.id, requestId(recent));
  return request === null ? null : { ...brief, scene: request.brief.scene };
}

/** A picture that is put into a form is where the shot begins. */
const withImages = (brief: Brief, images: readonly string[]): Brief => ({
  ...brief,
  refs: [...brief.refs, ...images.map((url) => ({ role: 'first', url }) as const)],
});

/** The answer to "which one is meant": the person's own words are read again, one way. */
export function readOneWay(
  studio: Studio,
  text: string,
  way: 'scene' | 'command',
): { readonly brief: Brief } | { readonly command: SubCommand } | null {
  const read = readWords(studio, text);
  if (read.kind !== 'ambiguous') return null;
  return way === 'scene' ? { brief: read.brief } : { command: read.command };
}

function readWords({ catalog }: Studio, text: string, as?: ReadAs): ReadCommand {
  const words = { templates: [...catalog.templates.keys()], models: [...catalog.models.keys()] };
  return as === undefined ? readCommand(text, words) : readAs(as, text, words);
}

export async function answerBrief(
  studio: Studio,
  asked: Asked,
  brief: Brief,
  parentTake: string | null,
): Promise<Card | null> {
  const parent = parentTake === null ? null : await studio.show.loadTake(asked.workspace.id, takeId(parentTake));
  // A request that is edited starts from no take.
  if (parent === null) return placeRequest(studio, asked, { brief, parent, changes: null });
  if (parent.channel !== asked.channel.id) return refusedCard('gone');
  // Who was shown no slots didn't empty them.
  const slots = seesMoney(asked) ? brief.slots : { ...briefOf(parent).slots, ...brief.slots };
  return placeRequest(studio, asked, { brief: { ...brief, slots }, parent, changes: null });
}
