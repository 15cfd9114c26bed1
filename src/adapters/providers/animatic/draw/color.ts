import { clamp } from './vec.ts';

/** Linear enough for sketches: 0 … 255 a channel. */
export type Rgb = readonly [number, number, number];

export const mixRgb = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** `light` is a factor a channel, 1 = unchanged. */
export const tint = (albedo: Rgb, light: Rgb): Rgb => [
  albedo[0] * light[0],
  albedo[1] * light[1],
  albedo[2] * light[2],
];

export const scaleRgb = (a: Rgb, by: number): Rgb => [a[0] * by, a[1] * by, a[2] * by];

export function css(color: Rgb, alpha = 1): string {
  const [r, g, b] = color.map((channel) => Math.round(clamp(channel, 0, 255)));
  return alpha >= 1 ? `rgb(${r},${g},${b})` : `rgba(${r},${g},${b},${alpha.toFixed(3)})`;
}
