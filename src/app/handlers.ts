import { apologize, workAct } from '../core/desk/work-act.ts';
import { lookForDigests } from '../core/digest/look-for-digests.ts';
import { makeDigest } from '../core/digest/make-digest.ts';
import { advanceTake } from '../core/generate/advance-take.ts';
import { endAsBug } from '../core/generate/end-as-bug.ts';
import { outboxId } from '../core/ids.ts';
import type { WakeUp } from '../core/ports/job-queue.ts';
import { countVotes } from '../core/review/count-votes.ts';
import { recountVotes } from '../core/review/reconcile-votes.ts';
import { sendMessage } from '../core/send/send-message.ts';
import { hurryWaiting } from '../core/send/wait-out.ts';
import { makeRungRows } from '../core/studio/rung.ts';
import type { Studio } from '../core/studio/studio.ts';
import { sweep } from '../core/studio/sweep.ts';
import type { Handlers } from '../jobs/payload.ts';

/**
 * The table of jobs, each bound to its use-case. `holder` names this process to the sweeper's lease; its first round
 * takes over what a process that died left behind.
 */
export function makeHandlers(studio: Studio, holder: string): Handlers {
  const rung = makeRungRows();
  let reach: 'late' | 'take-over' = 'take-over';
  return {
    act: ({ actId }) => workAct(studio, actId),
    advance: ({ takeId }) => advanceTake(studio, takeId),
    send: ({ outboxId: id }) => sendMessage(studio, id),
    decide: async ({ takeId }) => {
      await countVotes(studio, takeId);
    },
    digest: async ({ of }) => {
      await makeDigest(studio, of);
    },
    recount: ({ takeId, againAfterMs }) => recountVotes(studio, takeId, againAfterMs),
    sweep: async () => {
      // A start may bring another token, or come after an invitation.
      if (reach === 'take-over') await hurryWaiting(studio, null);
      await sweep(studio, { holder, reach, rung });
      reach = 'late';
      await lookForDigests(studio, holder);
    },
  };
}

/** After a job's last try: its row is ended, or the sweeper would ring for it for ever; somebody is told. */
export async function onBug(studio: Studio, wakeUp: WakeUp, error: unknown): Promise<void> {
  studio.report.error({ job: wakeUp, error }, 'given up after a bug');
  switch (wakeUp.kind) {
    case 'act':
      return apologize(studio, wakeUp.actId);
    case 'advance':
      return endAsBug(studio, wakeUp.takeId, error);
    case 'send':
      return studio.outbox.giveUp(outboxId(wakeUp.outboxId), 'bug', studio.clock.now());
    default:
      return;
  }
}
