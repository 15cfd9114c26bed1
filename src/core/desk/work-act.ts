import type { ActEnvelope } from '../act/act.ts';
import type { Card } from '../card/card.ts';
import { apologyCard } from '../card/notes.ts';
import { type ActId, outboxId } from '../ids.ts';
import { castVotes } from '../review/cast-votes.ts';
import { clearVotes } from '../review/clear-votes.ts';
import { hurryWaiting } from '../send/wait-out.ts';
import type { Studio } from '../studio/studio.ts';
import { answerAct } from './answer-act.ts';
import { confirmActor } from './confirm-actor.ts';
import { toAsked } from './to-asked.ts';

/** Works on a recorded act, once in effect: everything it causes is made unique by the act's id. */
export async function workAct(studio: Studio, id: ActId): Promise<void> {
  const loaded = await studio.inbox.load(id);
  if (loaded === null || loaded.done) return;
  const { act, place } = loaded.act;
  await hurryWaiting(studio, place);
  // A crowd votes in bursts: all reactions that wait on the message are counted together.
  if (act.kind === 'reaction' && (await castVotes(studio, loaded.act, act.message))) return;
  if (act.kind === 'cleared') return clearVotes(studio, loaded.act, act);
  const confirmed = await confirmActor(studio, loaded.act);
  const answer =
    confirmed.kind === 'refused' ? confirmed.card : await answerAct(studio, await toAsked(studio, confirmed.act));
  if (answer !== null) await tell(studio, loaded.act, answer);
  await studio.inbox.finish(id, studio.clock.now());
}

/** After the queue gave an act up as a bug: a short apology, and the act is not worked on again. */
export async function apologize(studio: Studio, id: ActId): Promise<void> {
  const loaded = await studio.inbox.load(id);
  if (loaded === null || loaded.done) return;
  await tell(studio, loaded.act, apologyCard(id));
  await studio.inbox.finish(id, studio.clock.now());
}

async function tell(studio: Studio, envelope: ActEnvelope, card: Card): Promise<void> {
  const id = outboxId(`answer-${envelope.id}`);
  await studio.outbox.write({ id, place: envelope.place, person: envelope.actor.id, card, now: studio.clock.now() });
  await studio.queue.wake({ kind: 'send', outboxId: id });
}
