import { between, type Dice, makeDice } from '../scene/dice.ts';
import { horizonY } from './camera.ts';
import { css, type Rgb } from './color.ts';
import { toSkyPoint } from './sky.ts';
import type { Stage } from './stage.ts';

/** Swell and glitter on the open water: short strokes that lie closer together towards the horizon. */
export function makeWater(seed: number, discAt: number): (stage: Stage) => void {
  const dice = makeDice(seed, 'water');
  const swell = Array.from({ length: 170 }, () => makeStroke(dice));
  const glitter = Array.from({ length: 110 }, () => makeStroke(dice));
  return (stage) => {
    const { ctx, frame, camera, palette, at } = stage;
    const horizon = horizonY(camera);
    const room = frame.y + frame.height - horizon;
    if (room <= 0) return;
    const disc = toSkyPoint(stage, discAt, palette.disc.height);
    const span = frame.width * 1.2;
    ctx.lineWidth = Math.max(1, frame.height / 420);
    for (const stroke of swell) {
      const slide = (camera.eye[0] * camera.focal * stroke.depth * 0.06) / span;
      const raw = stroke.across * 0.5 + 0.5 + at * 0.012 * stroke.pace - slide;
      const x = frame.x - frame.width * 0.1 + (raw - Math.floor(raw)) * span;
      paintStroke(stage, stroke, { x, y: horizon + 2 + stroke.depth * room, color: palette.skyLow, power: 0.13 });
    }
    if (disc === null) return;
    for (const stroke of glitter) {
      const x = disc[0] + stroke.across ** 3 * (24 + stroke.depth * 230) * (frame.width / 1280);
      const power = 0.75 * palette.disc.glow;
      paintStroke(stage, stroke, { x, y: horizon + 2 + stroke.depth * room, color: palette.disc.color, power });
    }
  };
}

interface Stroke {
  readonly depth: number;
  readonly across: number;
  readonly long: number;
  readonly pace: number;
}

const makeStroke = (dice: Dice): Stroke => ({
  depth: dice() ** 2,
  across: between(dice, -1, 1),
  long: between(dice, 0.3, 1),
  pace: between(dice, 0.5, 1.6),
});

function paintStroke(
  { ctx, at, frame }: Stage,
  stroke: Stroke,
  look: { x: number; y: number; color: Rgb; power: number },
): void {
  const wide = (8 + stroke.depth * 120) * stroke.long * (frame.width / 1280);
  const shimmer = 0.5 + 0.5 * Math.sin(at * 3 * stroke.pace + stroke.across * 50);
  ctx.strokeStyle = css(look.color, look.power * (0.25 + 0.75 * shimmer));
  ctx.beginPath();
  ctx.moveTo(look.x - wide / 2, look.y);
  ctx.lineTo(look.x + wide / 2, look.y);
  ctx.stroke();
}
