import { mixRgb, type Rgb } from '../draw/color.ts';
import type { Palette } from '../draw/palette.ts';
import type { SetDesign } from '../draw/set-design.ts';
import { boxFaces, face, type Shape, solid } from '../draw/shapes.ts';
import type { Vec3 } from '../draw/vec.ts';
import { chance } from '../scene/dice.ts';
import type { Scene } from '../scene/scene.ts';

const HALF = 1.7;
const HEIGHT = 2.8;
const STEP = 4;
/** Long walls are cut in pieces, so that each is sorted and aired by its own distance. */
const PIECE = STEP;

/** A hallway without end: ribs, doors left and right, a light in every other bay. */
export function corridorSet(scene: Scene, palette: Palette): SetDesign {
  const wall: Rgb = [136, 146, 152];
  return {
    axis: 'z',
    step: STEP,
    reach: [1, 11],
    indoors: true,
    haze: [58, 66, 78],
    skyline: 'none',
    ground: { albedo: [104, 110, 118], lines: 'tiles', wet: 0.75 },
    water: false,
    climbs: false,
    floorAt: () => 0,
    module: (start, index, dice) => [
      ...walls(start, wall),
      ...[-1, 1].flatMap((side) => (chance(dice, 0.6) ? door(start, side, wall) : [])),
      ...rib(start, mixRgb(wall, [28, 32, 40], 0.55)),
      ...(index % 2 === 0 ? light(start, palette, scene) : []),
    ],
  };
}

function walls(start: number, wall: Rgb): readonly Shape[] {
  const end = start + PIECE;
  const side = (x: number): readonly Vec3[] => [
    [x, 0, start],
    [x, HEIGHT, start],
    [x, HEIGHT, end],
    [x, 0, end],
  ];
  const top: readonly Vec3[] = [
    [-HALF, HEIGHT, start],
    [-HALF, HEIGHT, end],
    [HALF, HEIGHT, end],
    [HALF, HEIGHT, start],
  ];
  const at: Vec3 = [0, HEIGHT / 2, end];
  return [
    solid(at, [
      face(side(-HALF), wall, { bothSides: true }),
      face(side(HALF), wall, { bothSides: true }),
      face(top, mixRgb(wall, [20, 24, 30], 0.35), { bothSides: true }),
    ]),
  ];
}

function door(start: number, side: number, wall: Rgb): readonly Shape[] {
  const x = side * (HALF - 0.02);
  const panel = (z: number, size: readonly [number, number], color: Rgb) =>
    face(
      [
        [x, 0, z],
        [x, size[1], z],
        [x, size[1], z + size[0]],
        [x, 0, z + size[0]],
      ],
      color,
      { bothSides: true },
    );
  return [
    solid([x, 1, start + 2], [panel(start + 1.4, [1.3, 2.2], mixRgb(wall, [20, 22, 28], 0.7))]),
    solid([x, 1, start + 1.95], [panel(start + 1.5, [1.1, 2.1], mixRgb(wall, [120, 84, 60], 0.6))]),
  ];
}

const rib = (start: number, color: Rgb): readonly Shape[] =>
  [-1, 1].flatMap((side): readonly Shape[] => [
    solid([side * HALF, 1.4, start], boxFaces([side * (HALF - 0.06), 0, start], [0.16, HEIGHT, 0.24], color)),
  ]);

function light(start: number, palette: Palette, scene: Scene): readonly Shape[] {
  const z = start + 2;
  const white: Rgb = scene.time === 'night' ? [190, 224, 255] : mixRgb(palette.lamp, [255, 255, 255], 0.5);
  const panel = boxFaces([0, HEIGHT - 0.06, z], [0.9, 0.06, 1.5], white).map((each) => ({ ...each, glows: 1 }));
  return [
    solid([0, HEIGHT, z], panel),
    { kind: 'glow', at: [0, HEIGHT - 0.1, z], metres: 2.1, color: white, power: 0.5 },
    { kind: 'pool', at: [0, 0.02, z], metres: 1.9, color: white, power: 0.3 },
  ];
}
