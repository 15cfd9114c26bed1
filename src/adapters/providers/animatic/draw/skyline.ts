import { between, makeDice } from '../scene/dice.ts';
import { horizonY } from './camera.ts';
import { css, mixRgb, type Rgb, scaleRgb } from './color.ts';
import { lit, type Palette } from './palette.ts';
import type { Stage } from './stage.ts';

export type Skyline = 'none' | 'hills' | 'mountains' | 'city' | 'dunes' | 'woods';

interface Layer {
  /** Metres away: decides how much it slides while the camera travels. */
  readonly away: number;
  readonly tall: number;
  readonly air: number;
  /** Height 0 … 1 at a bearing in radians. */
  readonly height: (bearing: number) => number;
}

const ALBEDO: Readonly<Record<Skyline, Rgb>> = {
  none: [0, 0, 0],
  hills: [96, 116, 84],
  mountains: [112, 120, 138],
  city: [104, 106, 120],
  dunes: [206, 168, 118],
  woods: [66, 92, 70],
};

/** Three silhouettes one behind the other, paler with distance. */
export function makeSkyline(seed: number, palette: Palette, kind: Skyline): { paint: (stage: Stage) => void } {
  if (kind === 'none') return { paint: () => {} };
  const layers = [0, 1, 2].map((depth) => makeLayer(seed, kind, depth));
  // Thick air swallows the far silhouettes first.
  const clear = Math.min(1, palette.hazeMetres / 46);
  const dark = scaleRgb(lit(palette, ALBEDO[kind], [0, 0.5, -0.8]), 0.8);
  return {
    paint(stage) {
      for (const layer of layers) paintLayer(stage, layer, mixRgb(dark, palette.haze, 1 - (1 - layer.air) * clear));
    },
  };
}

function makeLayer(seed: number, kind: Skyline, depth: number): Layer {
  const dice = makeDice(seed, `skyline ${kind} ${depth}`);
  const away = [900, 420, 190][depth] ?? 300;
  const air = [0.86, 0.68, 0.46][depth] ?? 0.6;
  const phases = Array.from({ length: 5 }, () => between(dice, 0, Math.PI * 2));
  const wave = (bearing: number, sharp: number): number =>
    phases.reduce((sum, phase, index) => {
      const swing = Math.sin(bearing * (2.3 + index * 3.7 + depth) + phase);
      return sum + (sharp > 0 ? 1 - Math.abs(swing) ** 0.8 : 0.5 + 0.5 * swing) / (1.6 + index);
    }, 0) / 2.1;
  const heights = new Map<number, number>();
  const block = (bearing: number): number => {
    const cell = Math.floor(bearing * (34 + depth * 12));
    const known = heights.get(cell);
    if (known !== undefined) return known;
    const one = makeDice(seed + depth, `block ${cell}`);
    const height = 0.25 + one() * (one() > 0.8 ? 1 : 0.5);
    heights.set(cell, height);
    return height;
  };
  const shapes: Readonly<Record<Skyline, Pick<Layer, 'tall' | 'height'>>> = {
    none: { tall: 0, height: () => 0 },
    hills: { tall: [0.1, 0.075, 0.04][depth] ?? 0.05, height: (bearing) => wave(bearing, 0) },
    mountains: { tall: [0.26, 0.16, 0.07][depth] ?? 0.1, height: (bearing) => wave(bearing, 1) },
    city: { tall: [0.2, 0.15, 0.09][depth] ?? 0.1, height: block },
    dunes: { tall: [0.06, 0.05, 0.03][depth] ?? 0.04, height: (bearing) => wave(bearing * 0.7, 1) },
    woods: {
      tall: [0.08, 0.075, 0.06][depth] ?? 0.06,
      height: (bearing) => 0.6 + 0.3 * wave(bearing, 0) + 0.12 * Math.abs(Math.sin(bearing * 90 + depth)),
    },
  };
  return { away, air, ...shapes[kind] };
}

function paintLayer(stage: Stage, layer: Layer, color: Rgb): void {
  const { ctx, frame, camera, palette } = stage;
  const horizon = horizonY(camera);
  const columns = 72;
  ctx.beginPath();
  ctx.moveTo(frame.x - 4, horizon + 3);
  for (let column = 0; column <= columns; column += 1) {
    const x = frame.x + (frame.width * column) / columns;
    const bearing = camera.yaw + Math.atan((x - camera.cx) / camera.focal) + camera.eye[0] / layer.away;
    const rise = layer.tall * layer.height(bearing) - camera.eye[1] / layer.away;
    const y = horizon - camera.focal * Math.max(0, rise);
    ctx.lineTo(x, y);
  }
  ctx.lineTo(frame.x + frame.width + 4, horizon + 3);
  ctx.closePath();
  const gradient = ctx.createLinearGradient(0, horizon - camera.focal * layer.tall, 0, horizon);
  gradient.addColorStop(0, css(color));
  gradient.addColorStop(1, css(mixRgb(color, palette.haze, 0.85)));
  ctx.fillStyle = gradient;
  ctx.fill();
}
