import type { Build, Wear } from '../scene/scene.ts';
import type { Rgb } from './color.ts';
import { type Gait, pose, type Skeleton } from './skeleton.ts';
import { add, type Vec3 } from './vec.ts';

/** The skin around some balls, in the figure's own axes and metres: two for an arm, four for a chest or a coat. */
export interface Limb {
  readonly balls: readonly Ball[];
  readonly albedo: Rgb;
  /** Metres that it counts as nearer to the lens: cloth hangs over legs on every side. */
  readonly over: number;
}

export interface Ball {
  readonly at: Vec3;
  readonly radius: number;
}

export interface Colors {
  readonly cloth: Rgb;
  readonly dark: Rgb;
  readonly skin: Rgb;
}

interface Person {
  readonly gait: Gait;
  readonly colors: Colors;
  readonly wears: readonly Wear[];
  readonly build: Build;
}

const limb = (from: Vec3, to: Vec3, radii: readonly [number, number], albedo: Rgb): Limb => ({
  balls: [
    { at: from, radius: radii[0] },
    { at: to, radius: radii[1] },
  ],
  albedo,
  over: 0,
});

interface Edge {
  readonly at: Vec3;
  /** Metres from the middle to each side. */
  readonly half: number;
  readonly radius: number;
}

/** A shell between two level edges: chest, coat, skirt. */
const shell = (top: Edge, bottom: Edge, albedo: Rgb, over = 0): Limb => ({
  balls: [top, bottom].flatMap(({ at, half, radius }) => [
    { at: add(at, [-half, 0, 0]), radius },
    { at: add(at, [half, 0, 0]), radius },
  ]),
  albedo,
  over,
});

/** A mannequin as limbs; the order does not matter, the painter sorts them. */
export function personLimbs(person: Person): readonly Limb[] {
  const bones = pose(person.gait);
  const { cloth, dark, skin } = person.colors;
  return [
    ...bones.legs.flatMap((leg) => [
      limb(leg.hip, leg.knee, [0.088, 0.062], dark),
      limb(leg.knee, leg.ankle, [0.06, 0.043], dark),
      limb(leg.ankle, leg.toe, [0.045, 0.036], DARKER),
    ]),
    shell(
      { at: add(bones.neck, [0, -0.075, 0]), half: 0.135, radius: 0.088 },
      { at: bones.chest, half: 0.085, radius: 0.1 },
      cloth,
    ),
    shell(
      { at: add(bones.pelvis, [0, 0.03, 0]), half: 0.072, radius: 0.098 },
      { at: add(bones.pelvis, [0, -0.05, 0]), half: 0.08, radius: 0.094 },
      dark,
    ),
    shell(
      { at: bones.chest, half: 0.085, radius: 0.1 },
      { at: add(bones.pelvis, [0, 0.09, 0]), half: 0.07, radius: 0.096 },
      cloth,
      0.02,
    ),
    limb(bones.neck, bones.head, [0.05, 0.05], skin),
    ...bones.arms.flatMap((arm) => [
      limb(arm.shoulder, arm.elbow, [0.058, 0.046], cloth),
      limb(arm.elbow, arm.hand, [0.045, 0.033], cloth),
      limb(arm.hand, add(arm.hand, [0, -0.035, 0.02]), [0.04, 0.034], skin),
    ]),
    ...headLimbs(bones, person),
    ...wornLimbs(bones, person),
  ];
}

function headLimbs(bones: Skeleton, { colors, build }: Person): readonly Limb[] {
  const { head } = bones;
  const big = build === 'child' ? 1.18 : 1;
  return [
    limb(add(head, [0, 0.035, 0.005]), add(head, [0, -0.05, 0.018]), [0.105 * big, 0.078 * big], colors.skin),
    // The nose tells which way somebody looks.
    limb(add(head, [0, 0, 0.1 * big]), add(head, [0, -0.02, 0.116 * big]), [0.016, 0.018], colors.skin),
  ];
}

function wornLimbs(bones: Skeleton, { wears, colors, build, gait }: Person): readonly Limb[] {
  const { head, pelvis } = bones;
  const limbs: Limb[] = [];
  const covered = wears.includes('helmet') || build === 'robot';
  if (covered) {
    limbs.push(limb(add(head, [0, 0.04, -0.015]), add(head, [0, 0, -0.015]), [0.145, 0.14], PALE));
    limbs.push({
      ...limb(add(head, [-0.05, 0.01, 0.075]), add(head, [0.05, 0.01, 0.075]), [0.074, 0.074], VISOR),
      over: 0.05,
    });
  } else limbs.push(limb(add(head, [0, 0.078, -0.012]), add(head, [0, -0.01, -0.06]), [0.109, 0.09], HAIR));
  if (wears.includes('long-hair') && !covered)
    limbs.push(limb(add(head, [0, 0, -0.06]), add(head, [0, -0.24, -0.1]), [0.09, 0.085], HAIR));
  if (wears.includes('hat')) {
    limbs.push(limb(add(head, [0, 0.15, -0.005]), add(head, [0, 0.2, -0.01]), [0.098, 0.082], colors.dark));
    limbs.push(limb(add(head, [-0.13, 0.105, 0.02]), add(head, [0.13, 0.105, 0.02]), [0.03, 0.03], colors.dark));
    limbs.push(limb(add(head, [0, 0.1, 0.15]), add(head, [0, 0.115, -0.14]), [0.024, 0.024], colors.dark));
  }
  const swish = 0.05 * gait.amount * Math.sin(gait.phase * 2);
  const waist = { at: add(pelvis, [0, 0.05, 0]), half: 0.08, radius: 0.1 };
  const hem = (drop: number, half: number, radius: number): Edge => ({
    at: [0, pelvis[1] - drop, swish - 0.02],
    half,
    radius,
  });
  if (wears.includes('coat') && gait.action !== 'sit')
    limbs.push(shell(waist, hem(0.44, 0.08, 0.13), colors.cloth, 0.2));
  else if (wears.includes('skirt') && gait.action !== 'sit')
    limbs.push(shell(waist, hem(0.36, 0.1, 0.17), colors.cloth, 0.2));
  return limbs;
}

/** Dogs and horses: four legs that swing two and two. `size` is the height of the back. */
export function beastLimbs(gait: Gait, colors: Colors, size: number): readonly Limb[] {
  const swing = (gait.action === 'run' ? 0.75 : 0.42) * gait.amount;
  const at = (x: number, y: number, z: number): Vec3 => [x * size, y * size, z * size];
  const color = colors.cloth;
  const leg = (x: number, z: number, turn: number): readonly Limb[] => {
    const angle = swing * Math.sin(gait.phase + turn);
    const flex = 0.9 * gait.amount * Math.max(0, Math.cos(gait.phase + turn));
    const knee = at(x, 0.75 - 0.36 * Math.cos(angle), z + 0.36 * Math.sin(angle));
    const foot = at(
      x,
      0.75 - 0.36 * Math.cos(angle) - 0.37 * Math.cos(angle - flex),
      z + 0.36 * Math.sin(angle) + 0.37 * Math.sin(angle - flex),
    );
    return [
      limb(at(x, 0.8, z), knee, [0.1 * size, 0.06 * size], color),
      limb(knee, foot, [0.055 * size, 0.04 * size], colors.dark),
    ];
  };
  const bob = 0.02 * gait.amount * Math.sin(gait.phase * 2);
  return [
    ...leg(-0.1, 0.42, 0),
    ...leg(0.1, 0.42, Math.PI),
    ...leg(-0.1, -0.42, Math.PI * 0.85),
    ...leg(0.1, -0.42, -Math.PI * 0.15),
    limb(at(0, 0.86 + bob, 0.4), at(0, 0.84 + bob, -0.42), [0.2 * size, 0.185 * size], color),
    limb(at(0, 0.95 + bob, 0.52), at(0, 1.3 + bob, 0.78), [0.13 * size, 0.09 * size], color),
    limb(at(0, 1.34 + bob, 0.8), at(0, 1.22 + bob, 1.06), [0.095 * size, 0.06 * size], color),
    limb(at(0.05, 1.44 + bob, 0.76), at(0.06, 1.53 + bob, 0.75), [0.03 * size, 0.018 * size], colors.dark),
    limb(at(-0.05, 1.44 + bob, 0.76), at(-0.06, 1.53 + bob, 0.75), [0.03 * size, 0.018 * size], colors.dark),
    limb(at(0, 0.92, -0.58), at(0, 0.62, -0.82), [0.04 * size, 0.02 * size], colors.dark),
  ];
}

const HAIR: Rgb = [58, 48, 44];
const PALE: Rgb = [196, 202, 208];
const VISOR: Rgb = [40, 52, 72];
const DARKER: Rgb = [46, 44, 48];
