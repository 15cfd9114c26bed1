import type { Build } from '../scene/scene.ts';
import { boatFaces, carFaces } from '../sets/parts.ts';
import { type Actor, isTall, type Stand } from './blocking.ts';
import { beastLimbs, type Colors, personLimbs } from './body.ts';
import type { Rgb } from './color.ts';
import type { Label } from './labels.ts';
import type { Placed } from './paint-figure.ts';
import { boxFaces, type Shape, solid } from './shapes.ts';
import type { Stage } from './stage.ts';
import { add, turn, type Vec3 } from './vec.ts';

/** What an actor is at one moment: a body of limbs, or a solid thing; and the name over it. */
export interface Seen {
  readonly body: Placed | null;
  readonly things: readonly Shape[];
  readonly label: Label;
  readonly at: Vec3;
}

/** Clothes, and the dot on the label: far enough apart to tell four people at a glance. */
const ACCENTS: readonly Rgb[] = [
  [226, 112, 72],
  [78, 158, 196],
  [224, 186, 84],
  [142, 176, 108],
];

const TALLNESS: Readonly<Record<Build, number>> = {
  adult: 1.78,
  robot: 1.86,
  child: 1.25,
  dog: 0.95,
  horse: 2.2,
  car: 1.6,
  van: 2.2,
  boat: 1.1,
  object: 1.3,
};

export function seeActor(stage: Stage, actor: Actor): Seen {
  const { figure } = actor;
  const stand = actor.standAt(stage.at);
  const accent = ACCENTS[actor.accent % ACCENTS.length] ?? [200, 200, 200];
  const sits = figure.action === 'sit' && ['adult', 'child', 'robot'].includes(figure.build);
  const tall = figure.build === 'object' && isTall(figure.label) ? 7 : TALLNESS[figure.build] - (sits ? 0.42 : 0);
  return {
    body: bodyOf(stage, actor, { stand, accent }),
    things: [
      ...thingsOf(actor, stand, { accent, lampPower: stage.palette.lampPower }),
      ...(sits ? [stool(stand.at)] : []),
    ],
    label: { text: figure.label, at: add(stand.at, [0, tall + 0.1, 0]), accent },
    at: stand.at,
  };
}

function bodyOf(stage: Stage, { figure, accent: index }: Actor, now: { stand: Stand; accent: Rgb }): Placed | null {
  const { stand, accent } = now;
  const colors: Colors = { cloth: accent, dark: DARKS[index % DARKS.length] ?? INK, skin: [214, 196, 180] };
  const gait = {
    action: figure.action,
    phase: (stand.gone / stride(figure.build, figure.action)) * Math.PI * 2 + index * 0.9,
    amount: stand.amount,
    at: stage.at + index * 1.3,
  };
  const place = { at: stand.at, heading: stand.heading };
  if (figure.build === 'dog' || figure.build === 'horse') {
    const coat: Colors = { ...colors, cloth: [146, 112, 84], dark: [70, 54, 46] };
    return { ...place, size: 1, limbs: beastLimbs(gait, coat, figure.build === 'dog' ? 0.56 : 1.42) };
  }
  if (!['adult', 'child', 'robot'].includes(figure.build)) return null;
  const metal: Colors = { cloth: [168, 176, 186], dark: [98, 106, 118], skin: [188, 196, 204] };
  const person = {
    gait,
    colors: figure.build === 'robot' ? metal : colors,
    wears: figure.wears,
    build: figure.build,
  };
  return {
    ...place,
    size: figure.build === 'child' ? 0.7 : figure.build === 'robot' ? 1.05 : 1,
    limbs: personLimbs(person),
  };
}

/** Metres of two steps. */
const stride = (build: Build, action: string): number =>
  (action === 'run' ? 2.5 : 1.42) * (build === 'child' ? 0.7 : build === 'dog' ? 0.62 : build === 'horse' ? 1.5 : 1);

function thingsOf({ figure }: Actor, stand: Stand, look: { accent: Rgb; lampPower: number }): readonly Shape[] {
  const { accent, lampPower } = look;
  const { at, heading } = stand;
  const middle = add(at, [0, 0.7, 0]);
  if (figure.build === 'car' || figure.build === 'van') {
    const taxi = /TAXI|CAB/.test(figure.label);
    const paint: Rgb = taxi ? [222, 172, 48] : accent;
    return [
      solid(middle, carFaces(at, { heading, paint, tall: figure.build === 'van' ? 2 : 1 })),
      ...[-0.6, 0.6].map(
        (x): Shape => ({
          kind: 'glow',
          at: add(at, turn([x, 0.6, 2.3], heading)),
          metres: 0.9,
          color: [255, 236, 196],
          power: lampPower * 0.8,
        }),
      ),
    ];
  }
  if (figure.build === 'boat') return [solid(middle, boatFaces(at, heading + 0.4, accent))];
  if (figure.build !== 'object') return [];
  return isTall(figure.label) ? tower(at, accent) : [solid(middle, boxFaces(at, [0.9, 1.15, 0.6], accent, 0.35))];
}

function tower(at: Vec3, accent: Rgb): readonly Shape[] {
  const pale: Rgb = [206, 202, 194];
  const tier = (y: number, size: Vec3, color: Rgb): Shape =>
    solid(add(at, [0, y, 0.02 * y]), boxFaces(add(at, [0, y, 0]), size, color, 0.5));
  return [
    tier(0, [2.4, 2.4, 2.4], pale),
    tier(2.4, [2.1, 1.2, 2.1], accent),
    tier(3.6, [1.8, 1.8, 1.8], pale),
    tier(5.4, [2, 0.24, 2], [70, 66, 70]),
    tier(5.64, [1.2, 0.9, 1.2], accent),
  ];
}

const stool = (at: Vec3): Shape => solid(add(at, [0, 0.2, 0.1]), boxFaces(at, [0.42, 0.44, 0.42], [112, 84, 64]));

const INK: Rgb = [62, 64, 78];
const DARKS: readonly Rgb[] = [INK, [82, 68, 60], [56, 66, 84], [70, 60, 72]];
