import type { Card } from '../card/card.ts';
import { toNote } from '../card/notes.ts';
import type { SubCommand } from '../command/sub-command.ts';
import { requestCancel } from '../generate/cancel-take.ts';
import { outboxId, type TakeId } from '../ids.ts';
import { countVotes, RECOUNT } from '../review/count-votes.ts';
import { reopenThread, reviveCard, threadClosed } from '../send/reopen-thread.ts';
import type { Asked } from '../studio/asked.ts';
import { clipMessage, shotMessage } from '../studio/ring.ts';
import type { Studio } from '../studio/studio.ts';
import { runSubCommand } from '../sub/run-sub-command.ts';
import { reopen } from '../vote/decision.ts';

/** A sub-command: looked up and answered by `sub/`; what moves takes or votes is done here. */
export async function answerSub(studio: Studio, asked: Asked, command: SubCommand): Promise<Card | null> {
  const answer = await runSubCommand(studio, asked, command);
  switch (answer.kind) {
    case 'card':
      return answer.card;
    case 'shown':
      return null;
    case 'deliver-again':
      return deliverAgain(studio, asked, answer.takeId);
    case 'cancel':
      return cancelTakes(studio, asked, answer.takeIds);
    case 'reopen':
      return reopenTake(studio, asked, answer.takeId);
  }
}

/** `show` is a new delivery that a person asked for: its own row, its own message. */
async function deliverAgain(studio: Studio, asked: Asked, take: TakeId): Promise<Card | null> {
  const id = outboxId(`${clipMessage(take)}-${asked.envelope.id}`);
  const found = await studio.takes.load(take);
  // Asked for in a thread, it is shown in that one.
  const goesToShot = found !== null && asked.envelope.place.thread === null;
  const closed = goesToShot ? await threadClosed(studio, asked.workspace.id, found.shotId) : null;
  if (closed !== null) return closed;
  const told = found === null ? null : await reopenThread(studio, asked.workspace.id, found.shotId);
  await reviveCard(studio, asked.workspace.id, take);
  await studio.outbox.deliverAgain(id, take, asked.envelope.place, studio.clock.now());
  // The root goes first where it is to be opened anew; else nothing of it is due.
  const ids = found === null ? [id] : [shotMessage(found.shotId), id];
  await studio.queue.wakeAll(ids.map((outboxId) => ({ kind: 'send', outboxId })));
  return told;
}

export async function cancelTakes(studio: Studio, asked: Asked, ids: readonly TakeId[]): Promise<Card | null> {
  let canceled = 0;
  for (const id of ids) {
    const take = await studio.takes.load(id);
    if (take !== null && (await requestCancel(studio, take, asked.person.id))) canceled += 1;
  }
  return canceled > 0
    ? null
    : toNote('plain', [['Nothing of that is running any more, so there is nothing to cancel.']]);
}

export async function reopenTake(studio: Studio, asked: Asked, take: TakeId): Promise<Card | null> {
  const poll = await countVotes(studio, take, {
    ...RECOUNT,
    actor: asked.person.id,
    decide: (counted, previous) => (previous.finalAt === null ? counted : reopen(previous, studio.clock.now())),
  });
  return poll?.decision.finalAt === null
    ? toNote('plain', [['That take is open already: its votes still count.']])
    : null;
}
