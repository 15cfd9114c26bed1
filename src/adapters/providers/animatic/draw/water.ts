import { between, makeDice } from '../scene/dice.ts';
import { horizonY } from './camera.ts';
import { css, mixRgb } from './color.ts';
import { toSkyPoint } from './sky.ts';
import type { Stage } from './stage.ts';

/** Swell and glitter on the open water: short strokes that lie closer together towards the horizon. */
export function makeWater(seed: number, discSide: 1 | -1): (stage: Stage) => void {
  const dice = makeDice(seed, 'water');
  const strokes = Array.from({ length: 190 }, () => ({
    depth: between(dice, 0, 1) ** 2.2,
    across: between(dice, -1, 1),
    long: between(dice, 0.3, 1),
    pace: between(dice, 0.5, 1.6),
  }));
  return (stage) => {
    const { ctx, frame, camera, palette, at } = stage;
    const horizon = horizonY(camera);
    const room = frame.y + frame.height - horizon;
    if (room <= 0) return;
    const disc = toSkyPoint(stage, discSide * 0.26, palette.disc.height);
    ctx.lineWidth = Math.max(1, frame.height / 480);
    for (const stroke of strokes) {
      const y = horizon + 2 + stroke.depth * room;
      const slide = camera.eye[0] * camera.focal * stroke.depth * 0.06;
      const span = frame.width * 1.2;
      const raw = stroke.across * 0.5 + 0.5 + (at * 0.012 * stroke.pace - slide / span);
      const x = frame.x - frame.width * 0.1 + (raw - Math.floor(raw)) * span;
      const wide = (6 + stroke.depth * 150) * stroke.long * (frame.width / 1280);
      const lit = disc === null ? 0 : Math.exp(-(((x - disc[0]) / (60 + stroke.depth * 190)) ** 2));
      const shimmer = 0.5 + 0.5 * Math.sin(at * 3 * stroke.pace + stroke.across * 50);
      const color = mixRgb(palette.skyLow, palette.disc.color, lit);
      ctx.strokeStyle = css(color, (0.07 + 0.6 * lit * palette.disc.glow) * (0.35 + 0.65 * shimmer));
      ctx.beginPath();
      ctx.moveTo(x - wide / 2, y);
      ctx.lineTo(x + wide / 2, y);
      ctx.stroke();
    }
  };
}
