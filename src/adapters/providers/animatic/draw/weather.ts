import { between, makeDice } from '../scene/dice.ts';
import type { Weather } from '../scene/scene.ts';
import { horizonY } from './camera.ts';
import { css } from './color.ts';
import { fillBands } from './soft.ts';
import type { Stage } from './stage.ts';

/** Rain, snow and fog between the lens and the set; the same at the same moment of every render. */
export function makeWeather(seed: number, weather: Weather): (stage: Stage) => void {
  const dice = makeDice(seed, 'weather');
  const drops = Array.from({ length: weather === 'snow' ? 150 : 190 }, () => ({
    x: dice(),
    y: dice(),
    near: between(dice, 0.35, 1),
    sway: between(dice, 0, Math.PI * 2),
  }));
  if (weather === 'rain') return (stage) => paintRain(stage, drops);
  if (weather === 'snow') return (stage) => paintSnow(stage, drops);
  if (weather === 'fog') return paintFog;
  return () => {};
}

type Drops = readonly { readonly x: number; readonly y: number; readonly near: number; readonly sway: number }[];

const wrap = (value: number): number => value - Math.floor(value);

function paintRain(stage: Stage, drops: Drops): void {
  const { ctx, frame, at, palette } = stage;
  for (const layer of [0.5, 0.75, 1]) {
    ctx.strokeStyle = css(palette.rim, 0.1 + 0.14 * layer);
    ctx.lineWidth = (layer * 1.7 * frame.height) / 720;
    ctx.beginPath();
    for (const drop of drops) {
      if (drop.near > layer || drop.near <= layer - 0.25) continue;
      const long = drop.near * frame.height * 0.075;
      const y = frame.y - long + wrap(drop.y + at * (1.1 + drop.near)) * (frame.height + long);
      const x = frame.x + wrap(drop.x - at * 0.06 - stage.camera.yaw * 0.6) * frame.width;
      ctx.moveTo(x, y);
      ctx.lineTo(x - long * 0.09, y + long);
    }
    ctx.stroke();
  }
}

function paintSnow(stage: Stage, drops: Drops): void {
  const { ctx, frame, at } = stage;
  ctx.fillStyle = 'rgba(246,250,255,0.82)';
  ctx.beginPath();
  for (const flake of drops) {
    const y = frame.y + wrap(flake.y + at * 0.11 * (0.4 + flake.near)) * frame.height;
    const drift = Math.sin(at * 0.9 + flake.sway) * 0.012;
    const x = frame.x + wrap(flake.x + drift + at * 0.012 - stage.camera.yaw * 0.6) * frame.width;
    const radius = (flake.near ** 2 * 3.4 * frame.height) / 720;
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, Math.PI * 2);
  }
  ctx.fill();
}

function paintFog(stage: Stage): void {
  const { ctx, frame, camera, palette, at } = stage;
  const horizon = horizonY(camera);
  const tall = camera.focal * (0.16 + 0.01 * Math.sin(at * 0.4));
  const clear = css(palette.haze, 0);
  fillBands(ctx, frame, [
    [horizon - tall, clear],
    [horizon, css(palette.haze, 0.42)],
    [horizon + tall, clear],
  ]);
}
