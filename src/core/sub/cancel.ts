import { code } from '../card/to-card.ts';
import type { SubCommand } from '../command/sub-command.ts';
import type { ShotView, TakeView } from '../ports/show-store.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { isCancelable } from '../take/state.ts';
import { findShot, loadRecent, mayManage, noSuchShot } from './find-shot.ts';
import { type SubAnswer, say } from './sub-answer.ts';

type CancelCommand = Extract<SubCommand, { kind: 'cancel' }>;

/** Which takes a cancel is about: those named, else those of this thread's shot, else the asker's own. Moves nothing itself. */
export async function pickCancel(
  studio: Pick<Studio, 'show'>,
  asked: Asked,
  { slug, take }: CancelCommand,
): Promise<SubAnswer> {
  if (slug === null) return cancelHere(studio, asked);
  const shot = await findShot(studio, asked, slug);
  if (shot === null) return noSuchShot(studio, asked, slug);
  if (take !== null && !shot.takes.some(({ number }) => number === take)) {
    return say('warning', code(shot.slug), ` has no take ${take}; it has ${shot.takes.length}.`);
  }
  return cancelOf(
    asked,
    shot.takes.filter(({ number }) => take === null || number === take),
    'there',
  );
}

async function cancelHere(studio: Pick<Studio, 'show'>, asked: Asked): Promise<SubAnswer> {
  const shot = await shotOfThread(studio, asked);
  if (shot !== null) return cancelOf(asked, shot.takes, 'in this thread');
  const own = (await loadRecent(studio, asked)).filter(({ askedBy }) => askedBy === asked.person.id);
  return cancelOf(asked, own, 'of yours');
}

async function shotOfThread({ show }: Pick<Studio, 'show'>, { envelope }: Asked): Promise<ShotView | null> {
  const { workspace, channel, thread } = envelope.place;
  return thread === null ? null : show.loadShot(workspace, { thread, channel });
}

function cancelOf(asked: Asked, takes: readonly TakeView[], where: string): SubAnswer {
  const running = takes.filter(({ state }) => isCancelable(state));
  if (running.length === 0) return say('plain', `Nothing ${where} is running, so there is nothing to cancel.`);
  const own = running.filter((take) => mayManage(asked, take));
  if (own.length === 0) {
    return say('warning', 'Only whoever asked for a take may cancel it, and budget owners.');
  }
  const left = own.filter(({ cancelBy }) => cancelBy === null);
  return left.length === 0
    ? say('plain', 'That is being stopped already.')
    : { kind: 'cancel', takeIds: left.map(({ id }) => id) };
}
