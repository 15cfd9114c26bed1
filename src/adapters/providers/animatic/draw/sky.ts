import { createCanvas } from '@napi-rs/canvas';
import { between, type Dice, makeDice } from '../scene/dice.ts';
import { horizonY } from './camera.ts';
import { css, mixRgb, type Rgb } from './color.ts';
import type { Palette } from './palette.ts';
import { makeSkyline, type Skyline } from './skyline.ts';
import { addHalo, fillBands } from './soft.ts';
import type { Stage } from './stage.ts';

export interface Sky {
  readonly paint: (stage: Stage) => void;
}

/** Everything at infinity, fixed to directions: it turns with the camera and hardly moves with it. */
export function makeSky(seed: number, palette: Palette, options: { discAt: number; skyline: Skyline }): Sky {
  const dice = makeDice(seed, 'sky');
  const stars = Array.from({ length: 170 }, () => makeStar(dice));
  const clouds = Array.from({ length: 7 }, () => makeCloud(dice));
  const puff = drawPuff(mixRgb(palette.skyMid, palette.skyLow, 0.62), dice);
  const skyline = makeSkyline(seed, palette, options.skyline);
  return {
    paint(stage) {
      paintGradient(stage);
      paintStars(stage, stars);
      for (const cloud of clouds) paintCloud(stage, cloud, puff);
      paintDisc(stage, options.discAt);
      skyline.paint(stage);
    },
  };
}

/** Screen point of a direction; null behind the camera. `rise` is the tangent of the height above the horizon. */
export function toSkyPoint(stage: Stage, azimuth: number, rise: number): readonly [number, number] | null {
  const { camera } = stage;
  const turned = azimuth - camera.yaw;
  if (Math.cos(turned) < 0.15) return null;
  const x = camera.cx + camera.focal * Math.tan(turned);
  return [x, horizonY(camera) - (camera.focal * rise) / Math.cos(turned)];
}

function paintGradient(stage: Stage): void {
  const { ctx, frame, camera, palette } = stage;
  const horizon = horizonY(camera);
  const bottom = frame.y + frame.height;
  const above = (share: number): number => horizon - camera.focal * 0.62 * share;
  const ends = css(mixRgb(palette.skyLow, palette.haze, 0.6));
  ctx.fillStyle = css(palette.skyTop);
  if (above(1) > frame.y) ctx.fillRect(frame.x, frame.y, frame.width, above(1) - frame.y + 1);
  fillBands(ctx, frame, [
    [above(1), css(palette.skyTop)],
    [above(0.45), css(palette.skyMid)],
    [above(0.1), css(palette.skyLow)],
    [horizon, ends],
    [Math.max(horizon, Math.min(bottom, horizon + 40)), ends],
  ]);
}

interface Star {
  readonly azimuth: number;
  readonly rise: number;
  readonly size: number;
  readonly pace: number;
}

const makeStar = (dice: Dice): Star => ({
  azimuth: between(dice, -1.3, 1.3),
  rise: between(dice, 0.03, 0.75),
  size: between(dice, 0.6, 1.9) * between(dice, 0.6, 1),
  pace: between(dice, 0.4, 2.2),
});

function paintStars(stage: Stage, stars: readonly Star[]): void {
  const { ctx, palette, at, frame } = stage;
  if (palette.stars <= 0) return;
  for (const star of stars) {
    const point = toSkyPoint(stage, star.azimuth, star.rise);
    if (point === null) continue;
    const shine =
      palette.stars * Math.min(1, star.rise * 6) * (0.55 + 0.3 * Math.sin(at * star.pace * 3 + star.azimuth * 40));
    ctx.fillStyle = css(STARLIGHT, shine);
    const size = (star.size * frame.height) / 720;
    ctx.fillRect(point[0], point[1], size, size);
  }
}

function paintDisc(stage: Stage, azimuth: number): void {
  const { ctx, palette, camera } = stage;
  const point = toSkyPoint(stage, azimuth, palette.disc.height);
  if (point === null) return;
  const [x, y] = point;
  const radius = palette.disc.radius * camera.focal;
  const { color, glow } = palette.disc;
  addHalo(ctx, { x, y, rx: radius * 9, ry: radius * 9, color, power: glow });
  ctx.fillStyle = css(mixRgb(color, WHITE, 0.6));
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, Math.PI * 2);
  ctx.fill();
}

interface Cloud {
  readonly azimuth: number;
  readonly rise: number;
  readonly wide: number;
  readonly flat: number;
  readonly drift: number;
}

const makeCloud = (dice: Dice): Cloud => ({
  azimuth: between(dice, -1, 1),
  rise: between(dice, 0.06, 0.42),
  wide: between(dice, 0.3, 0.7),
  flat: between(dice, 0.1, 0.2),
  drift: between(dice, 0.001, 0.004),
});

function paintCloud(stage: Stage, cloud: Cloud, puff: ReturnType<typeof drawPuff>): void {
  const point = toSkyPoint(stage, cloud.azimuth + cloud.drift * stage.at, cloud.rise);
  if (point === null) return;
  const width = cloud.wide * stage.camera.focal;
  const height = width * cloud.flat * (0.5 + cloud.rise);
  stage.ctx.drawImage(puff, point[0] - width / 2, point[1] - height / 2, width, height);
}

/** A streak of soft blobs. */
function drawPuff(color: Rgb, dice: Dice) {
  const canvas = createCanvas(384, 96);
  const ctx = canvas.getContext('2d');
  for (let blob = 0; blob < 26; blob += 1) {
    const x = between(dice, 50, 334);
    const y = 48 + between(dice, -16, 16);
    const radius = between(dice, 16, 44) * (1 - Math.abs(x - 192) / 260);
    const soft = ctx.createRadialGradient(x, y, 0, x, y, radius);
    soft.addColorStop(0, css(color, 0.2));
    soft.addColorStop(1, css(color, 0));
    ctx.fillStyle = soft;
    ctx.fillRect(x - radius, y - radius, radius * 2, radius * 2);
  }
  return canvas;
}

const WHITE: Rgb = [255, 255, 255];
const STARLIGHT: Rgb = [226, 234, 255];
