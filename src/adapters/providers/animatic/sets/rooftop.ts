import { mixRgb, type Rgb } from '../draw/color.ts';
import type { Palette } from '../draw/palette.ts';
import type { SetDesign } from '../draw/set-design.ts';
import { box, boxFaces, card, faces, type Shape, solid } from '../draw/shapes.ts';
import type { Vec3 } from '../draw/vec.ts';
import { between, chance, type Dice } from '../scene/dice.ts';
import type { Scene } from '../scene/scene.ts';

const STEP = 5;
const EDGE = 4.2;

/** A flat roof with its parapet, and the towers of the city beyond. */
export function rooftopSet(scene: Scene, palette: Palette): SetDesign {
  return {
    axis: 'x',
    step: STEP,
    reach: [7, 7],
    indoors: false,
    haze: null,
    skyline: 'city',
    ground: { albedo: [112, 110, 112], lines: 'grid', wet: scene.weather === 'rain' ? 0.8 : 0.1 },
    water: false,
    climbs: false,
    floorAt: () => 0,
    module: (start, index, dice) => [
      box([start + STEP / 2, 0, EDGE], [STEP, 0.72, 0.34], [134, 126, 120]),
      box([start + STEP / 2, 0.72, EDGE], [STEP, 0.08, 0.44], [158, 150, 142]),
      ...tower(start, { dice, palette }),
      ...(chance(dice, 0.45) ? vent(start, dice) : []),
      ...(index % 3 === 0 ? beacon(start, palette) : []),
    ],
  };
}

function tower(start: number, on: { dice: Dice; palette: Palette }): readonly Shape[] {
  const { dice, palette } = on;
  const width = between(dice, 3, 6);
  const height = between(dice, 2, 13);
  const z = between(dice, 13, 38);
  const x = start + between(dice, 0, 5);
  // As deep as the parapet hides from any of the camera's heights.
  const floorY = -0.9;
  const front = z - 2.5;
  const lit: (readonly Vec3[])[] = [];
  const dark: (readonly Vec3[])[] = [];
  for (let y = -1; y < height - 1.6; y += 1.7) {
    for (let column = -width / 2 + 0.7; column < width / 2 - 0.4; column += 1.15) {
      (chance(dice, 0.42) ? lit : dark).push(card([x + column, y, front - 0.03], [0.6, 0.9], GLASS).points);
    }
  }
  const panes = [
    faces(dark, GLASS),
    faces(lit, mixRgb(GLASS, palette.lamp, 0.15 + 0.85 * palette.lampPower), { glows: palette.lampPower * 0.9 }),
  ];
  return [
    solid([x, 0, z], boxFaces([x, floorY, z], [width, height - floorY, 5], [122, 118, 126])),
    solid(
      [x, 0, front - 0.4],
      panes.filter((one) => one !== null),
    ),
  ];
}

const vent = (start: number, dice: Dice): readonly Shape[] => {
  const x = start + between(dice, 0.5, 4);
  const z = between(dice, 2.2, 3.2);
  return [box([x, 0, z], [0.9, 0.75, 0.7], [150, 148, 146]), box([x, 0.75, z], [0.5, 0.28, 0.5], [108, 106, 108])];
};

const beacon = (start: number, palette: Palette): readonly Shape[] => [
  box([start, 0, EDGE], [0.1, 2.6, 0.1], [66, 64, 68]),
  { kind: 'glow', at: [start, 2.6, EDGE], metres: 1.3, color: palette.lamp, power: 0.7 * palette.lampPower },
  { kind: 'pool', at: [start, 0.02, EDGE - 1.2], metres: 2, color: palette.lamp, power: 0.3 * palette.lampPower },
];

const GLASS: Rgb = [80, 96, 116];
