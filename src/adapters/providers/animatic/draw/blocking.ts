import { type Dice, makeDice } from '../scene/dice.ts';
import type { Build, Figure, Scene } from '../scene/scene.ts';
import type { SetDesign } from './set-design.ts';
import { clamp, smooth, type Vec3 } from './vec.ts';

/** Where somebody is at a moment, and what their legs do. */
export interface Stand {
  readonly at: Vec3;
  readonly heading: number;
  /** Metres gone so far: the legs follow from it, so that feet do not slide. */
  readonly gone: number;
  /** 0 … 1 of the full stride. */
  readonly amount: number;
}

export interface Actor {
  readonly figure: Figure;
  readonly accent: number;
  readonly standAt: (at: number) => Stand;
}

export interface Blocking {
  readonly actors: readonly Actor[];
  /** The middle of those the camera looks at: of their way, or where they are now when it travels with them. */
  readonly focusAt: (at: number) => Vec3;
  /** Who moves under a tracking camera moves for the whole take; otherwise only across the picture. */
  readonly travels: boolean;
}

const SPEEDS: Readonly<Record<Build, readonly [walk: number, run: number]>> = {
  adult: [1.3, 3.1],
  child: [1.1, 2.6],
  robot: [1.1, 2.6],
  dog: [1.3, 3.6],
  horse: [1.6, 6],
  car: [6, 12],
  van: [6, 10],
  boat: [1.2, 2.4],
  object: [0, 0],
};

const PLACES: readonly (readonly (readonly [x: number, z: number])[])[] = [
  [[0, 0]],
  [
    [-0.75, 0.05],
    [0.75, 0.15],
  ],
  [
    [-1.35, 0.35],
    [-0.1, -0.2],
    [1.3, 0.45],
  ],
  [
    [-1.75, 0.3],
    [-0.6, -0.25],
    [0.6, 0.3],
    [1.75, 0.1],
  ],
];

/** Places everybody, decides who goes where, and keeps it the same for the same seed. */
export function makeBlocking(scene: Scene, set: SetDesign, options: { seed: number; seconds: number }): Blocking {
  const dice = makeDice(options.seed, 'blocking');
  const side: 1 | -1 = dice() < 0.5 ? 1 : -1;
  const lead = scene.figures.find(isMoving);
  const travels = scene.move === 'tracking' && lead !== undefined;
  const speed = lead === undefined ? 0 : speedOf(lead);
  const reach = travels ? speed * options.seconds : Math.min(speed * options.seconds, speed > 4 ? 12 : 4.4);
  const course = courseOf(scene, set, side);
  const goneAt = (at: number): number => Math.min(speed * at, reach);
  const spots = placeAll(scene, side, dice);
  const actors = scene.figures.map((figure, index): Actor => {
    const spot = spots[index] ?? ORIGIN;
    const moves = isMoving(figure);
    const heading = moves ? course : standingHeading(scene, spot, dice);
    return {
      figure,
      accent: index,
      standAt(at) {
        const gone = moves ? goneAt(at) : 0;
        const ahead = gone - (travels || !moves ? 0 : reach / 2);
        const x = spot[0] + Math.sin(course) * (moves ? ahead : 0);
        const z = spot[2] + Math.cos(course) * (moves ? ahead : 0);
        const ending = smooth((reach - gone) / Math.max(0.01, speed * 0.35));
        return { at: [x, set.floorAt(x, z), z], heading, gone, amount: moves ? (travels ? 1 : ending) : 0 };
      },
    };
  });
  const halfWay = speed === 0 ? 0 : reach / 2 / speed;
  const focus = makeFocus(actors, travels);
  return { actors, travels, focusAt: travels ? focus : () => focus(halfWay) };
}

function makeFocus(actors: readonly Actor[], travels: boolean): (at: number) => Vec3 {
  const watched = actors.filter((actor) => (travels ? isMoving(actor.figure) : !isBackdrop(actor.figure.build)));
  const looked = watched.length > 0 ? watched : actors;
  return (at) => {
    const spots = looked.map((actor) => actor.standAt(at).at);
    const middle = (axis: 0 | 1 | 2): number => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
    return [middle(0), middle(1), middle(2)];
  };
}

const isMoving = (figure: Figure): boolean =>
  figure.build !== 'object' && (figure.action === 'walk' || figure.action === 'run');

const isBackdrop = (build: Build): boolean =>
  build === 'car' || build === 'van' || build === 'boat' || build === 'object';

const speedOf = (figure: Figure): number => SPEEDS[figure.build][figure.action === 'run' ? 1 : 0];

/** Deep sets are walked along, towards the camera or away from it; open ones are crossed. */
function courseOf(scene: Scene, set: SetDesign, side: 1 | -1): number {
  if (set.climbs) return 0;
  if (scene.move === 'tracking') {
    if (scene.trackFrom === 'behind') return 0;
    return set.axis === 'x' ? (side * Math.PI) / 2 : Math.PI;
  }
  return set.axis === 'x' ? side * 1.25 : Math.PI - side * 0.22;
}

/** People stand in a loose row, cars and boats behind them, things at the side. */
function placeAll(scene: Scene, side: 1 | -1, dice: Dice): readonly Vec3[] {
  const small = scene.figures.filter((figure) => !isBackdrop(figure.build) || isMoving(figure));
  const row = PLACES[clamp(small.length, 1, PLACES.length) - 1] ?? [];
  let nextSmall = 0;
  let nextBig = 0;
  const apart = small.some((figure) => ['car', 'van', 'boat', 'horse'].includes(figure.build)) ? 2.2 : 1;
  return scene.figures.map((figure): Vec3 => {
    const shift = (dice() - 0.5) * 0.2;
    if (small.includes(figure)) {
      const [x, z] = row[nextSmall] ?? [0, 0];
      nextSmall += 1;
      return [side * x * apart + shift + (small.length === 1 ? side * 0.35 : 0), 0, z * apart];
    }
    nextBig += 1;
    const alone = small.length === 0;
    const back = figure.build === 'object' && isTall(figure.label) ? 13 : 2.6;
    return alone && back < 5 ? [0, 0, 0] : [-side * (1.5 + nextBig * 0.9) * (back > 5 ? 2.4 : 1), 0, back + nextBig];
  });
}

function standingHeading(scene: Scene, spot: Vec3, dice: Dice): number {
  const towardsCamera = Math.PI + (dice() - 0.5) * 0.5;
  if (scene.trackFrom === 'behind') return (dice() - 0.5) * 0.4;
  if (scene.figures.length < 2 || Math.abs(spot[0]) < 0.3) return towardsCamera + (spot[0] > 0 ? 0.5 : -0.5);
  // Two or more turn to each other and stay open to the camera.
  return spot[0] < 0 ? Math.PI - 0.95 : Math.PI + 0.95;
}

const TALL = /LIGHTHOUSE|TOWER|CASTLE|TEMPLE|HOUSE|CABIN|COTTAGE|WINDMILL|ROCKET|STATUE|MONOLITH|TENT|FOUNTAIN/;
export const isTall = (label: string): boolean => TALL.test(label);

const ORIGIN: Vec3 = [0, 0, 0];
