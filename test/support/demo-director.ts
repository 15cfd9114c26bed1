import { createHash } from 'node:crypto';
import type { ActEnvelope } from '../../src/core/act/act.ts';
import { outboxId, type PersonId, type ThreadRef } from '../../src/core/ids.ts';
import type { ChatSurface } from '../../src/core/ports/chat-surface.ts';
import { type DemoTake, doneCard, helpNote, queuedCard, runningCard, shotCard, toClip } from './demo-cards.ts';

export interface DemoFile {
  readonly media: string;
  readonly poster: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

/** Stands in for the core behind the playground: answers a command with a shot, a take that runs, and a clip. */
export function makeDemoDirector({
  files,
  step,
}: {
  readonly files: readonly DemoFile[];
  /** Awaited before a take moves on. */
  readonly step: () => Promise<unknown>;
}): (surface: ChatSurface, act: ActEnvelope) => Promise<void> {
  let shots = 42;

  const shoot = async (surface: ChatSurface, place: ThreadRef, scene: string, askedBy: PersonId): Promise<void> => {
    shots += 1;
    const slug = `PV-${String(shots).padStart(4, '0')}`;
    const key = (part: string) => outboxId(`${slug} ${part}`);
    const seconds = Number(/--seconds (\d+)/.exec(scene)?.[1] ?? 5);
    const words = scene.replace(/ ?--\w+ \S+/g, '').replace(/^"(.*)"$/, '$1');
    const take: DemoTake = {
      ...{ id: `take-${slug}`, slug, number: 1, scene: words, askedBy, seconds },
      ...{ model: 'Animatic', ratio: '16:9', cost: 'Free', startedAt: new Date() },
    };
    const file = files[shots % Math.max(1, files.length)];
    const channel = { ...place, thread: null };
    const rows = (state: string, review: string) => [['1', 'animatic', state, review]];
    const shot = { poster: null, pick: 'None yet', spent: '$0.00', rows: rows('queued', '–') };
    const { message, thread } = await surface.openThread(channel, shotCard(take, shot), key('root'));
    const inThread = { ...place, thread };
    const card = await surface.post(inThread, queuedCard(take), key('card'));
    for (const progress of [null, 0.2, 0.45, 0.7, 0.95]) {
      await step();
      await surface.edit(inThread, card, runningCard(take, progress));
    }
    await step();
    await surface.edit(inThread, card, doneCard(take, ['Open · 0 of 1 ✅ · 0 of 1 ❌']));
    if (file === undefined) return;
    await surface.deliver(inThread, toClip(take, file), key('clip'));
    await surface.edit(
      channel,
      message,
      shotCard(take, { ...shot, poster: file.poster, rows: rows('delivered', 'open') }),
    );
  };

  return async (surface, { id, act, place, actor }) => {
    if (act.kind === 'command' && /^(?:help|models|status)\b/.test(act.text)) {
      await surface.tell(place, actor.id, helpNote(), outboxId(`note ${id}`));
      return;
    }
    if (act.kind === 'command' || act.kind === 'form') await shoot(surface, place, act.text, actor.id);
  };
}

export const fakeSha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
