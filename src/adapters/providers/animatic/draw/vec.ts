/** Metres: x to the right, y up, z away from the camera at rest. */
export type Vec3 = readonly [number, number, number];

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export function unit(a: Vec3): Vec3 {
  const length = Math.hypot(a[0], a[1], a[2]) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
}

/** Turns around the upright axis: heading 0 looks along +z, π/2 along +x. */
export function turn(a: Vec3, heading: number): Vec3 {
  const sin = Math.sin(heading);
  const cos = Math.cos(heading);
  return [a[0] * cos + a[2] * sin, a[1], a[2] * cos - a[0] * sin];
}

export const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export function smooth(share: number): number {
  const t = clamp(share, 0, 1);
  return t * t * (3 - 2 * t);
}
