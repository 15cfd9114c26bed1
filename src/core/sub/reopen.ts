import { code } from '../card/to-card.ts';
import type { SubCommand } from '../command/sub-command.ts';
import type { ShotView, TakeView } from '../ports/show-store.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { findShot, mayManage, noSuchShot } from './find-shot.ts';
import { type SubAnswer, say } from './sub-answer.ts';

/** Which take's final decision is taken back: the one named, else the pick, else the one decided last. */
export async function pickReopen(
  studio: Pick<Studio, 'show'>,
  asked: Asked,
  { slug, take: number }: Extract<SubCommand, { kind: 'reopen' }>,
): Promise<SubAnswer> {
  const shot = await findShot(studio, asked, slug);
  if (shot === null) return noSuchShot(studio, asked, slug);
  const take = number === null ? latestDecided(shot) : shot.takes.find((known) => known.number === number);
  if (take === undefined) {
    return number === null
      ? say('plain', code(shot.slug), ' has no final decision to take back: its votes still count.')
      : say('warning', code(shot.slug), ` has no take ${number}; it has ${shot.takes.length}.`);
  }
  if (take.decision.finalAt === null) {
    return say('plain', code(shot.slug), ` take ${take.number} is open already: its votes still count.`);
  }
  if (!mayManage(asked, take)) {
    return say(
      'warning',
      'A decision is reopened by budget owners, or by ',
      { person: take.askedBy },
      ', who asked for the take.',
    );
  }
  return { kind: 'reopen', takeId: take.id };
}

function latestDecided(shot: ShotView): TakeView | undefined {
  const decided = shot.takes.flatMap((take) =>
    take.decision.finalAt === null ? [] : [{ take, at: take.decision.finalAt }],
  );
  const pick = decided.find(({ take }) => take.id === shot.pick);
  return (pick ?? decided.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0])?.take;
}
