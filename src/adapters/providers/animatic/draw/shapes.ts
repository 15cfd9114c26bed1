import type { Rgb } from './color.ts';
import { add, cross, subtract, turn, unit, type Vec3 } from './vec.ts';

/** A flat convex polygon, its corners in order; seen from the side its normal points to. */
export interface Face {
  readonly points: readonly Vec3[];
  readonly normal: Vec3;
  readonly albedo: Rgb;
  /** 0 … 1: how much of the colour shines by itself. */
  readonly glows: number;
  readonly bothSides: boolean;
  /** More polygons in the same plane and paint: the panes of a front, the planks of a deck. */
  readonly more: readonly (readonly Vec3[])[];
}

export type Shape =
  | { readonly kind: 'solid'; readonly at: Vec3; readonly faces: readonly Face[] }
  /** Lies on the ground: painted before shadows and whatever stands on it. */
  | { readonly kind: 'floor'; readonly at: Vec3; readonly faces: readonly Face[] }
  | {
      readonly kind: 'sprite';
      readonly at: Vec3;
      readonly sprite: SpriteName;
      readonly metres: number;
      readonly variant: number;
      readonly albedo: Rgb;
    }
  /** A light seen: a core and its halo, added to the picture. */
  | { readonly kind: 'glow'; readonly at: Vec3; readonly metres: number; readonly color: Rgb; readonly power: number }
  /** Light on the floor. */
  | { readonly kind: 'pool'; readonly at: Vec3; readonly metres: number; readonly color: Rgb; readonly power: number }
  /** Light in the air: a polygon that fades from its first to its last edge. */
  | { readonly kind: 'shaft'; readonly at: Vec3; readonly points: readonly Vec3[]; readonly power: number };

export type SpriteName = 'tree' | 'pine' | 'bush' | 'rock' | 'cactus' | 'grass';

interface Looks {
  readonly glows?: number;
  readonly bothSides?: boolean;
  readonly more?: readonly (readonly Vec3[])[];
}

export function face(points: readonly Vec3[], albedo: Rgb, looks: Looks = {}): Face {
  const [a = ORIGIN, b = ORIGIN, c = ORIGIN] = points;
  const normal = unit(cross(subtract(b, a), subtract(c, a)));
  return {
    points,
    normal,
    albedo,
    glows: looks.glows ?? 0,
    bothSides: looks.bothSides ?? false,
    more: looks.more ?? [],
  };
}

export const solid = (at: Vec3, faces: readonly Face[]): Shape => ({ kind: 'solid', at, faces });

/** Many polygons of one plane as one face; null where there is none. */
export function faces(polygons: readonly (readonly Vec3[])[], albedo: Rgb, looks: Looks = {}): Face | null {
  const [first, ...more] = polygons;
  return first === undefined ? null : face(first, albedo, { ...looks, more });
}

export const floor = (at: Vec3, faces: readonly Face[]): Shape => ({ kind: 'floor', at, faces });

/** An upright card facing the camera side (−z): a sign, a window, a picture. `at` is its lower middle. */
export function card(at: Vec3, size: readonly [number, number], albedo: Rgb, looks: Looks = {}): Face {
  const [x, y, z] = at;
  const [width, height] = size;
  const left = x - width / 2;
  const right = x + width / 2;
  return face(
    [
      [left, y, z],
      [left, y + height, z],
      [right, y + height, z],
      [right, y, z],
    ],
    albedo,
    looks,
  );
}

/** A box standing on `at` (the middle of its floor); size is width, height, depth. The floor has no face. */
export function boxFaces(at: Vec3, size: Vec3, albedo: Rgb, heading = 0): readonly Face[] {
  const [w, h, d] = [size[0] / 2, size[1], size[2] / 2];
  const corner = (x: number, y: number, z: number): Vec3 => add(at, turn([x * w, y * h, z * d], heading));
  const wall = (x1: number, z1: number, x2: number, z2: number): Face =>
    face([corner(x1, 0, z1), corner(x1, 1, z1), corner(x2, 1, z2), corner(x2, 0, z2)], albedo);
  return [
    wall(-1, -1, 1, -1),
    wall(1, -1, 1, 1),
    wall(1, 1, -1, 1),
    wall(-1, 1, -1, -1),
    face([corner(-1, 1, -1), corner(-1, 1, 1), corner(1, 1, 1), corner(1, 1, -1)], albedo),
    face([corner(-1, 0, -1), corner(1, 0, -1), corner(1, 0, 1), corner(-1, 0, 1)], albedo),
  ];
}

export const box = (at: Vec3, size: Vec3, albedo: Rgb, heading = 0): Shape =>
  solid(add(at, [0, size[1] / 2, 0]), boxFaces(at, size, albedo, heading));

/**
 * A side view pulled to a width: cars, boats, gables. The outline runs clockwise as seen from the left of its
 * heading, [forward, up] in metres; `at` is the middle of its floor.
 */
export function prism(
  at: Vec3,
  outline: readonly (readonly [number, number])[],
  look: { readonly width: number; readonly albedo: Rgb; readonly heading: number },
): readonly Face[] {
  const half = look.width / 2;
  const place = (side: number, [ahead, up]: readonly [number, number]): Vec3 =>
    add(at, turn([side * half, up, ahead], look.heading));
  const left = outline.map((point) => place(-1, point));
  const right = outline.map((point) => place(1, point)).reverse();
  const edges = outline.map((point, index) => {
    const next = outline[(index + 1) % outline.length] ?? point;
    return face([place(-1, point), place(1, point), place(1, next), place(-1, next)], look.albedo);
  });
  return [face(left, look.albedo, { bothSides: true }), face(right, look.albedo, { bothSides: true }), ...edges];
}

const ORIGIN: Vec3 = [0, 0, 0];
