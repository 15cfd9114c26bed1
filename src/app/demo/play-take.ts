import { attemptId, type TakeId } from '../../core/ids.ts';
import type { PlannedRound, PlannedTake } from './plan-month.ts';
import type { Stage } from './stage.ts';

const HOUR_MS = 3_600_000;

/** The one call, as sent and accepted: nothing is called. */
export async function submitTake(
  { studio }: Stage,
  take: TakeId,
  { sent, round }: { readonly sent: Date; readonly round: PlannedRound },
): Promise<void> {
  const attempt = attemptId(studio.chance.id());
  const loaded = await studio.takes.load(take);
  if (loaded === null) throw new Error(`no take ${take}`);
  const { params } = loaded;
  const request = {
    ...{ model: loaded.model, prompt: loaded.prompt, scene: loaded.scene, slots: loaded.slots, slug: loaded.slug },
    ...{
      takeNumber: loaded.number,
      seconds: round.seconds,
      ratio: params.ratio,
      width: params.width,
      height: params.height,
    },
    ...{ seed: params.seed, audio: params.audio, references: [] },
  };
  const deadline = new Date(sent.getTime() + HOUR_MS);
  const outcome = await studio.takes.claim({ take, attempt, request, deadline, now: sent });
  if (outcome !== 'claimed') throw new Error(`take ${take} was not claimed: ${outcome}`);
  await studio.takes.accept(take, attempt, { jobId: `demo-${attempt}`, nextAt: deadline, now: sent });
}

/** How the plan ends it: a clip, a failure, or an answer that was lost. */
export async function endTake(stage: Stage, take: TakeId, { end }: PlannedTake, now: Date): Promise<void> {
  const { studio, clips } = stage;
  if (end.kind === 'canceled' || end.kind === 'rendering') return;
  if (end.kind === 'unknown') {
    // Looked at again by nobody for a month: this take is there to be seen.
    const nextAt = new Date(now.getTime() + 24 * 30 * HOUR_MS);
    await studio.takes.markUnknown(take, { from: ['rendering'], nextAt, detail: 'the answer was lost', now });
    return;
  }
  if (end.kind === 'failed') {
    const patch = { nextAt: null, failure: end.failure, detail: end.failure };
    const money = end.cost > 0n ? ({ kind: 'settle', actual: end.cost } as const) : ({ kind: 'release' } as const);
    const to = end.failure === 'moderation_prompt' ? 'refused' : 'failed';
    await studio.takes.resolve(take, { from: ['rendering'], to, patch, money, actor: null, now });
    return;
  }
  const clip = clips[end.clip % clips.length];
  if (clip === undefined) throw new Error('there is no clip to show');
  await studio.takes.advance(take, { from: ['rendering'], to: 'fetching', patch: { nextAt: now }, now });
  await studio.takes.resolve(take, {
    from: ['fetching'],
    to: 'ready',
    patch: { ...clip, nextAt: null },
    money: { kind: 'settle', actual: end.cost },
    actor: null,
    now,
  });
}
