import type { Scene, TimeOfDay } from '../scene/scene.ts';
import { mixRgb, type Rgb, scaleRgb, tint } from './color.ts';
import { dot, unit, type Vec3 } from './vec.ts';

/** Light and air of a time of day. Everything drawn takes its colour from here, so that a shot holds together. */
export interface Palette {
  readonly skyTop: Rgb;
  readonly skyMid: Rgb;
  readonly skyLow: Rgb;
  readonly haze: Rgb;
  /** Metres after which about two thirds of a colour is air. */
  readonly hazeMetres: number;
  readonly ambient: Rgb;
  readonly key: Rgb;
  /** Towards the sun or the moon. */
  readonly keyFrom: Vec3;
  readonly rim: Rgb;
  readonly shadow: number;
  readonly stars: number;
  /** The sun or the moon in the sky: radius and height as shares of the distance. */
  readonly disc: { readonly color: Rgb; readonly radius: number; readonly height: number; readonly glow: number };
  readonly lamp: Rgb;
  /** How much lamps and windows count against daylight, 0 … 1. */
  readonly lampPower: number;
  readonly grid: Rgb;
}

const keyFrom = (x: number, y: number, z: number): Vec3 => unit([x, y, z]);

const PALETTES: Readonly<Record<TimeOfDay, Palette>> = {
  day: {
    skyTop: [58, 112, 168],
    skyMid: [132, 178, 208],
    skyLow: [226, 228, 216],
    haze: [200, 212, 214],
    hazeMetres: 70,
    ambient: [0.5, 0.56, 0.66],
    key: [0.66, 0.58, 0.44],
    keyFrom: keyFrom(0.62, 0.66, 0.35),
    rim: [255, 246, 224],
    shadow: 0.34,
    stars: 0,
    disc: { color: [255, 250, 232], radius: 0.03, height: 0.34, glow: 0.55 },
    lamp: [255, 206, 140],
    lampPower: 0.12,
    grid: [255, 255, 255],
  },
  dusk: {
    skyTop: [34, 38, 82],
    skyMid: [152, 78, 104],
    skyLow: [255, 170, 92],
    haze: [206, 124, 98],
    hazeMetres: 48,
    ambient: [0.3, 0.27, 0.4],
    key: [0.8, 0.42, 0.2],
    keyFrom: keyFrom(0.55, 0.2, 0.8),
    rim: [255, 190, 120],
    shadow: 0.46,
    stars: 0.15,
    disc: { color: [255, 214, 140], radius: 0.05, height: 0.075, glow: 0.9 },
    lamp: [255, 182, 100],
    lampPower: 0.7,
    grid: [255, 214, 180],
  },
  dawn: {
    skyTop: [62, 86, 132],
    skyMid: [176, 150, 172],
    skyLow: [255, 208, 172],
    haze: [206, 184, 184],
    hazeMetres: 40,
    ambient: [0.42, 0.42, 0.52],
    key: [0.64, 0.46, 0.34],
    keyFrom: keyFrom(-0.6, 0.24, 0.75),
    rim: [255, 222, 190],
    shadow: 0.34,
    stars: 0.05,
    disc: { color: [255, 234, 204], radius: 0.04, height: 0.1, glow: 0.8 },
    lamp: [255, 196, 124],
    lampPower: 0.4,
    grid: [255, 236, 220],
  },
  night: {
    skyTop: [4, 7, 20],
    skyMid: [12, 22, 46],
    skyLow: [34, 52, 84],
    haze: [22, 34, 60],
    hazeMetres: 46,
    ambient: [0.21, 0.25, 0.38],
    key: [0.26, 0.33, 0.48],
    keyFrom: keyFrom(-0.5, 0.62, 0.6),
    rim: [150, 190, 255],
    shadow: 0.5,
    stars: 1,
    disc: { color: [222, 232, 255], radius: 0.026, height: 0.2, glow: 0.4 },
    lamp: [255, 174, 90],
    lampPower: 1,
    grid: [130, 170, 230],
  },
};

/** The palette of the scene: its hour, the weather in the air, and the side that the light comes from. */
export function paletteOf(scene: Scene, lightSide: 1 | -1): Palette {
  const base = PALETTES[scene.time];
  const sided: Palette = { ...base, keyFrom: [base.keyFrom[0] * lightSide, base.keyFrom[1], base.keyFrom[2]] };
  if (scene.weather === 'clear') return sided;
  const night: Rgb = scene.weather === 'rain' ? [34, 42, 58] : [64, 76, 100];
  const grey: Rgb = scene.time === 'night' ? night : [176, 182, 188];
  const share = scene.weather === 'rain' ? 0.55 : 0.65;
  return {
    ...sided,
    skyTop: mixRgb(base.skyTop, grey, share * 0.8),
    skyMid: mixRgb(base.skyMid, grey, share),
    skyLow: mixRgb(base.skyLow, grey, share),
    haze: mixRgb(base.haze, grey, share * 0.7),
    hazeMetres: base.hazeMetres * (scene.weather === 'fog' ? 0.28 : 0.6),
    key: tint(base.key, [0.6, 0.64, 0.72]),
    shadow: base.shadow * 0.6,
    stars: 0,
    disc: { ...base.disc, glow: base.disc.glow * 0.5 },
  };
}

/** Under a roof: less sky, lamps that matter even by day, air that darkens with distance instead of paling. */
export function indoors(palette: Palette, time: TimeOfDay, haze: Rgb | null): Palette {
  const dark = time === 'night';
  const deep: Rgb = haze ?? [74, 66, 62];
  return {
    ...palette,
    haze: dark ? mixRgb(scaleRgb(deep, 0.3), [16, 20, 34], 0.45) : deep,
    hazeMetres: 34,
    // Walls send warm light back; at night it comes from the lamps.
    ambient: dark ? [0.3, 0.26, 0.27] : mixRgb(palette.ambient, [0.74, 0.68, 0.6], 0.7),
    key: scaleRgb(palette.key, dark ? 1 : 0.5),
    shadow: palette.shadow * 0.75,
    lampPower: Math.max(0.42, palette.lampPower),
  };
}

/** What a matt surface sends back: ambient from the sky plus the key where it faces it. */
export function lit(palette: Palette, albedo: Rgb, normal: Vec3): Rgb {
  const facing = Math.max(0, dot(normal, palette.keyFrom));
  const sky = 0.72 + 0.28 * normal[1];
  const { ambient, key } = palette;
  return tint(albedo, [
    ambient[0] * sky + key[0] * facing,
    ambient[1] * sky + key[1] * facing,
    ambient[2] * sky + key[2] * facing,
  ]);
}

export const hazed = (palette: Palette, color: Rgb, depth: number): Rgb =>
  mixRgb(color, palette.haze, 1 - Math.exp(-Math.max(0, depth - 3) / palette.hazeMetres));
