import type { Rgb } from '../draw/color.ts';
import { boxFaces, type Face, face, prism, type Shape, solid } from '../draw/shapes.ts';
import { add, turn, type Vec3 } from '../draw/vec.ts';
import { between, type Dice, pick } from '../scene/dice.ts';

const CAR_PAINTS: readonly [Rgb, ...Rgb[]] = [
  [150, 44, 44],
  [58, 84, 120],
  [176, 172, 164],
  [44, 46, 52],
  [188, 150, 70],
];

export const parkedCar = (at: Vec3, dice: Dice): readonly Shape[] => [
  solid(
    add(at, [0, 0.7, 0]),
    carFaces(at, { heading: dice() < 0.5 ? 0 : Math.PI, paint: pick(dice, CAR_PAINTS), tall: 1 }),
  ),
];

/** Side views, from the tail over the roof to the nose. */
const HULL: readonly (readonly [ahead: number, up: number])[] = [
  [-2.2, 0.32],
  [-2.22, 0.86],
  [-1.9, 0.95],
  [1.2, 0.92],
  [2.1, 0.74],
  [2.2, 0.34],
];
const VAN_CABIN: readonly (readonly [ahead: number, up: number])[] = [
  [-2.1, 0.92],
  [-2.1, 2.05],
  [1.1, 2.05],
  [1.7, 0.92],
];
const SALOON_CABIN: readonly (readonly [ahead: number, up: number])[] = [
  [-1.65, 0.92],
  [-1.05, 1.42],
  [0.35, 1.42],
  [1.1, 0.9],
];

/** A saloon of four and a half metres; `tall` makes it a van. */
export function carFaces(at: Vec3, look: { heading: number; paint: Rgb; tall: number }): readonly Face[] {
  const { heading, paint, tall } = look;
  const body = { width: 1.76, albedo: paint, heading };
  const glass = { width: 1.56, albedo: tall > 1 ? paint : WINDOW, heading };
  const wheels = [-1.35, 1.35].flatMap((ahead) =>
    [-0.8, 0.8].flatMap((side) => wheelFaces(add(at, turn([side, 0, ahead], heading)), heading)),
  );
  const top = tall > 1 ? 2.06 : 1.43;
  const roof = boxFaces(
    add(at, turn([0, top - 0.05, tall > 1 ? -0.5 : -0.35], heading)),
    [1.5, 0.07, tall > 1 ? 3.1 : 1.5],
    paint,
    heading,
  );
  return [
    ...wheels,
    ...prism(at, HULL.toReversed(), body),
    ...prism(at, (tall > 1 ? VAN_CABIN : SALOON_CABIN).toReversed(), glass),
    ...roof,
    ...[-0.6, 0.6].flatMap((x) => [
      plate(at, { heading, ahead: 2.22, from: [x - 0.2, 0.5], size: [0.4, 0.17], color: [255, 244, 214] }),
      plate(at, { heading, ahead: -2.24, from: [x - 0.22, 0.6], size: [0.44, 0.14], color: [210, 40, 36] }),
    ]),
    plate(at, { heading, ahead: 2.215, from: [-0.35, 0.42], size: [0.7, 0.2], color: [40, 42, 48] }),
  ];
}

/** A shining rectangle on the front or the back. */
function plate(
  at: Vec3,
  on: { heading: number; ahead: number; from: readonly [number, number]; size: readonly [number, number]; color: Rgb },
): Face {
  const [x, y] = on.from;
  const [width, height] = on.size;
  const place = (dx: number, dy: number): Vec3 => add(at, turn([x + dx, y + dy, on.ahead], on.heading));
  const corners = [place(0, 0), place(0, height), place(width, height), place(width, 0)];
  return face(on.ahead < 0 ? corners : corners.toReversed(), on.color, { glows: on.color[2] > 60 ? 0.9 : 0.3 });
}

function wheelFaces(at: Vec3, heading: number): readonly Face[] {
  const rim = Array.from({ length: 8 }, (_, index): readonly [number, number] => {
    const angle = ((index + 0.5) / 8) * Math.PI * 2;
    return [Math.cos(angle) * 0.34, 0.34 + Math.sin(angle) * 0.34];
  });
  return prism(at, rim, { width: 0.22, albedo: [34, 34, 38], heading });
}

export function boatFaces(at: Vec3, heading: number, paint: Rgb): readonly Face[] {
  const hull: readonly (readonly [number, number])[] = [
    [-1.8, 0.05],
    [-2, 0.75],
    [2.3, 0.9],
    [1.6, 0.05],
  ];
  const seat = boxFaces(add(at, turn([0, 0.6, -0.4], heading)), [1.2, 0.12, 0.4], [150, 120, 86], heading);
  return [...prism(at, hull.toReversed(), { width: 1.4, albedo: paint, heading }), ...seat];
}

/** A chair seen plainly: seat, back, four legs. Faces along its heading. */
export function chairFaces(at: Vec3, heading: number, wood: Rgb): readonly Face[] {
  const place = (x: number, y: number, z: number): Vec3 => add(at, turn([x, y, z], heading));
  const legs = [-0.2, 0.2].flatMap((x) =>
    [-0.2, 0.2].flatMap((z) => boxFaces(place(x, 0, z), [0.05, 0.44, 0.05], wood, heading)),
  );
  return [
    ...legs,
    ...boxFaces(place(0, 0.44, 0), [0.48, 0.05, 0.48], wood, heading),
    ...boxFaces(place(0, 0.49, -0.22), [0.46, 0.5, 0.05], wood, heading),
  ];
}

export function tableFaces(at: Vec3, size: Vec3, wood: Rgb): readonly Face[] {
  const [width, height, depth] = size;
  const legs = [-1, 1].flatMap((x) =>
    [-1, 1].flatMap((z) =>
      boxFaces(add(at, [(x * (width - 0.12)) / 2, 0, (z * (depth - 0.12)) / 2]), [0.07, height - 0.05, 0.07], wood),
    ),
  );
  return [...legs, ...boxFaces(add(at, [0, height - 0.06, 0]), [width, 0.06, depth], wood)];
}

export const plant = (
  sprite: Extract<Shape, { kind: 'sprite' }>['sprite'],
  at: Vec3,
  look: { metres: number; albedo: Rgb; dice: Dice; variants: number },
): Shape => ({
  kind: 'sprite',
  sprite,
  at,
  metres: look.metres * between(look.dice, 0.8, 1.2),
  variant: Math.floor(look.dice() * look.variants),
  albedo: look.albedo,
});

const WINDOW: Rgb = [60, 74, 90];
