import type { Slots } from '../../../../core/template/slots.ts';
import { makeDice, pick } from './dice.ts';
import { readCamera } from './read-camera.ts';
import { readFigures } from './read-figures.ts';
import type { Action, Figure, Scene, SetName } from './scene.ts';
import { toWords, type Word } from './tokens.ts';
import { ACTIONS, SETS, TIMES, WEATHERS } from './words.ts';

/** `INT. KITCHEN - NIGHT` names a place and a time, nobody. */
const HEADING = /\b(?:INT|EXT)\b\.?[^\n.]*?[-–—]\s*(?:DAY|NIGHT|DUSK|DAWN|MORNING|EVENING|CONTINUOUS|LATER)\b\.?/g;

/**
 * Reads a brief with a small fixed vocabulary: the same words, slots and seed give the same scene on every machine.
 * Never fails: what it can't read becomes one plain figure in a set that the seed picks.
 */
export function readScene(scene: string, slots: Slots, seed: number): Scene {
  const told = toWords([slots.subject ?? '', scene.replace(HEADING, '. ')].join('. '));
  const light = toWords([slots.lighting ?? '', slots.environment ?? '', scene].join('. '));
  const figures = withAction(readFigures(told), slots.action ?? '');
  return {
    figures: figures.length > 0 ? figures : [STAND_IN],
    set:
      readSet(toWords(slots.environment ?? '')) ??
      readSet(toWords(scene)) ??
      pick(makeDice(seed, 'set'), ['field', 'street', 'room']),
    time: firstOf(TIMES, light) ?? 'day',
    weather: firstOf(WEATHERS, light) ?? 'clear',
    ...readCamera(
      slots.camera ?? '',
      scene,
      figures.some((figure) => figure.action === 'walk' || figure.action === 'run'),
    ),
  };
}

const STAND_IN: Figure = { label: 'SUBJECT', build: 'adult', wears: [], action: 'stand' };

function readSet(words: readonly Word[]): SetName | null {
  let best: { readonly set: SetName; readonly weight: number; readonly at: number } | null = null;
  for (const [set, weight, vocabulary] of SETS) {
    const known = new Set(vocabulary.trim().split(/\s+/));
    const at = words.findIndex((word) => known.has(word.lower));
    if (at < 0) continue;
    if (best === null || weight > best.weight || (weight === best.weight && at < best.at)) best = { set, weight, at };
  }
  return best?.set ?? null;
}

function firstOf<T>(table: ReadonlyMap<string, T>, words: readonly Word[]): T | null {
  for (const word of words) {
    const hit = table.get(word.lower);
    if (hit !== undefined) return hit;
  }
  return null;
}

/** The action slot moves those for whom the scene names no verb. */
function withAction(figures: readonly Figure[], slot: string): readonly Figure[] {
  const action: Action | null = firstOf(ACTIONS, toWords(slot));
  if (action === null) return figures;
  return figures.map((figure) =>
    figure.action === 'stand' && figure.build !== 'object' ? { ...figure, action } : figure,
  );
}
