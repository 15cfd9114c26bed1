import type { Act } from '../act/act.ts';
import type { Card } from '../card/card.ts';
import { helpCard, toNote } from '../card/notes.ts';
import { priceCard } from '../card/price-card.ts';
import { type ReadMention, readMention } from '../command/read-mention.ts';
import { takeId } from '../ids.ts';
import type { ShotView, TakeView } from '../ports/show-store.ts';
import { changeTake } from '../request/change-take.ts';
import type { Asked } from '../studio/asked.ts';
import { channelPurse } from '../studio/purse.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { answerSub } from './answer-sub.ts';
import { showBrief } from './show-brief.ts';

/** A mention in a shot's thread asks for the next take; thanks get nothing, questions get the help. */
export async function answerMention(studio: Studio, asked: Asked, text: string): Promise<Card | null> {
  // Another bot, whose platform didn't say so beforehand: answered, the two would talk for ever.
  if (asked.envelope.actor.kind === 'bot') return null;
  const read = readMention(text);
  if (read.kind === 'nothing') return null;
  const { thread, workspace, channel } = asked.envelope.place;
  const shot = thread === null ? null : await studio.show.loadShot(workspace, { thread, channel });
  if (read.kind === 'question') return answerQuestion(studio, asked, shot, read);
  // Only a platform whose threads can be read brings a conversation along.
  if (shot === null && thread !== null && studio.rosters.get(asked.envelope.place.platform)?.conversation !== undefined)
    return showBrief(studio, asked, { text, images: [] });
  if (shot === null)
    return toNote('plain', [
      ['Start with ', { code: '/previz <scene>' }, ': a change needs a shot, and this is no shot’s thread.'],
    ]);
  const parent = parentOf(shot, read.parentTake);
  if (parent === null)
    return toNote('warning', [
      [`${shot.slug} has no take ${read.parentTake}. It has takes 1 to ${shot.takes.length}.`],
    ]);
  return changeTake(studio, asked, parent, read.change);
}

/** What another take costs is known; anything else gets the help. Prices are for those who see money. */
async function answerQuestion(
  studio: Studio,
  asked: Asked,
  shot: ShotView | null,
  { about, parentTake = null }: Extract<ReadMention, { kind: 'question' }>,
): Promise<Card | null> {
  if (about !== 'price' || !seesMoney(asked)) return helpCard(null);
  const view = shot === null ? null : parentOf(shot, parentTake);
  if (view === null) return answerSub(studio, asked, { kind: 'models' });
  const { workspace, channel, settings, policy } = asked;
  const { models } = studio.catalog;
  return priceCard(view, {
    model: models.get(view.model) ?? null,
    finalModel: models.get(policy.finalModel ?? studio.house.finalModel ?? '') ?? null,
    purse: await channelPurse(studio, { workspace: workspace.id, channel: channel.id, settings }),
    now: studio.clock.now(),
  });
}

/** Why somebody rejected a take: said in the thread's next take, as its change. */
export async function answerReason(
  studio: Studio,
  asked: Asked,
  act: Extract<Act, { kind: 'reason' }>,
): Promise<Card | null> {
  const parent = await studio.show.loadTake(asked.workspace.id, takeId(act.take));
  if (parent === null || parent.channel !== asked.channel.id)
    return toNote('warning', [['That take is not in this channel any more.']]);
  return changeTake(studio, asked, parent, act.text);
}

/** The take that was named, else the pick, else the latest. */
function parentOf(shot: ShotView, number: number | null): TakeView | null {
  if (number !== null) return shot.takes.find((take) => take.number === number) ?? null;
  return shot.takes.find((take) => take.id === shot.pick) ?? shot.takes.at(-1) ?? null;
}
