import type { Scene } from '../scene/scene.ts';
import type { Seen } from './actors.ts';
import { depthOf } from './camera.ts';
import { css, scaleRgb } from './color.ts';
import { paintGround, paintReflections } from './ground.ts';
import { paintFigure, paintShadow } from './paint-figure.ts';
import { paintGlow, paintPool, paintShaft } from './paint-light.ts';
import { paintSolid } from './paint-solid.ts';
import type { SetDesign } from './set-design.ts';
import type { Shape } from './shapes.ts';
import type { Sky } from './sky.ts';
import type { SpriteBook } from './sprites.ts';
import type { Stage } from './stage.ts';
import type { Vec3 } from './vec.ts';

export interface World {
  readonly set: SetDesign;
  readonly scene: Scene;
  readonly sky: Sky;
  readonly modules: (eye: Vec3) => readonly Shape[];
  readonly sprites: SpriteBook;
  readonly water: (stage: Stage) => void;
}

/** From the far end of the world to the lens: the painter's algorithm. */
export function paintWorld(stage: Stage, world: World, actors: readonly Seen[]): void {
  const { ctx, frame, camera } = stage;
  ctx.save();
  ctx.beginPath();
  ctx.rect(frame.x, frame.y, frame.width, frame.height);
  ctx.clip();
  const shapes = world.modules(camera.eye);
  if (world.set.indoors) paintDark(stage);
  else world.sky.paint(stage);
  paintGround(stage, world.set.ground);
  if (world.set.water) world.water(stage);
  paintFloor(stage, world, shapes);
  for (const actor of actors) if (actor.body !== null) paintShadow(stage, actor.body);
  const standing = shapes.filter((shape) => shape.kind !== 'floor' && shape.kind !== 'pool');
  const order = [
    ...[...standing, ...actors.flatMap((actor) => actor.things)].map((shape) => ({
      depth: depthOf(camera, shape.at),
      paint: () => paintShape(stage, world, shape),
    })),
    ...actors.map((actor) => ({
      depth: depthOf(camera, actor.at),
      paint: () => actor.body !== null && paintFigure(stage, actor.body),
    })),
  ].sort((a, b) => b.depth - a.depth);
  for (const each of order) if (each.depth > -8) each.paint();
  ctx.restore();
}

function paintDark(stage: Stage): void {
  const { ctx, frame, palette } = stage;
  ctx.fillStyle = css(scaleRgb(palette.haze, 0.9));
  ctx.fillRect(frame.x, frame.y, frame.width, frame.height);
}

function paintFloor(stage: Stage, world: World, shapes: readonly Shape[]): void {
  const { wet } = world.set.ground;
  const byDepth = (a: Shape, b: Shape): number => depthOf(stage.camera, b.at) - depthOf(stage.camera, a.at);
  for (const shape of shapes.filter((one) => one.kind === 'floor').sort(byDepth)) {
    paintSolid(stage, { ...shape, kind: 'solid' });
  }
  if (wet > 0)
    paintReflections(
      stage,
      shapes.filter((shape) => shape.kind === 'glow'),
      wet,
    );
  for (const shape of shapes) if (shape.kind === 'pool') paintPool(stage, shape);
}

function paintShape(stage: Stage, world: World, shape: Shape): void {
  if (shape.kind === 'solid') paintSolid(stage, shape);
  else if (shape.kind === 'sprite') world.sprites.paint(stage, shape);
  else if (shape.kind === 'glow') paintGlow(stage, shape);
  else if (shape.kind === 'shaft') paintShaft(stage, shape);
}
