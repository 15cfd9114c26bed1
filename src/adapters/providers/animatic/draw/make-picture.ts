import type { SKRSContext2D } from '@napi-rs/canvas';
import { ratioValue } from '../../../../core/take/ratio.ts';
import { legible, registerFonts } from '../fonts.ts';
import { FRAMES_PER_SECOND } from '../frames.ts';
import { between, makeDice } from '../scene/dice.ts';
import { readScene } from '../scene/read-scene.ts';
import type { Scene } from '../scene/scene.ts';
import { setOf } from '../sets/set-of.ts';
import type { AnimaticSpec } from '../spec.ts';
import { seeActor } from './actors.ts';
import { makeBlocking } from './blocking.ts';
import type { Frame } from './camera.ts';
import { makeGrade } from './grade.ts';
import { paintLabels } from './labels.ts';
import { makeModules } from './modules.ts';
import { paintWorld } from './paint-world.ts';
import { indoors, paletteOf } from './palette.ts';
import { makeShot } from './shots.ts';
import { makeSky } from './sky.ts';
import { makeSlate, slateUnit } from './slate.ts';
import { makeSpriteBook } from './sprites.ts';
import type { Stage } from './stage.ts';
import { makeWater } from './water.ts';
import { makeWeather } from './weather.ts';

export interface Picture {
  readonly scene: Scene;
  /** Draws frame `number` (from 0) over whatever is on the canvas. Frames may be drawn in any order. */
  readonly draw: (ctx: SKRSContext2D, number: number) => void;
}

/** Reads the brief, builds the set and the shot once, and draws any frame of it: pure in spec and frame number. */
export function makePicture(spec: AnimaticSpec): Picture {
  registerFonts();
  const { seed, seconds } = spec;
  const scene = readScene(spec.scene, spec.slots, seed);
  const frame = matteFrame(spec);
  const light = makeDice(seed, 'light');
  const lightSide = light() < 0.5 ? 1 : -1;
  const discAt = lightSide * between(light, 0.18, 0.32);
  const open = paletteOf(scene, lightSide);
  const set = setOf(scene, open);
  const palette = set.indoors ? indoors(open, scene.time, set.haze) : open;
  const blocking = makeBlocking(scene, set, { seed, seconds });
  const shot = makeShot(scene, { set, blocking, frame }, { seed, seconds });
  const world = {
    set,
    scene,
    sky: makeSky(seed, palette, { discAt, skyline: set.skyline }),
    modules: makeModules(set, seed, palette.hazeMetres * 2.3),
    sprites: makeSpriteBook(seed),
    water: makeWater(seed, discAt),
  };
  const weather = set.indoors ? () => {} : makeWeather(seed, scene.weather);
  const slate = makeSlate(slateText(spec, scene), spec, frame);
  const grade = makeGrade(spec, frame, slate.paintStill);
  const draw: Picture['draw'] = (ctx, number) => {
    const at = number / FRAMES_PER_SECOND;
    const stage: Stage = { ctx, frame, palette, at, camera: shot.cameraAt(at) };
    const actors = blocking.actors.map((actor) => seeActor(stage, actor));
    const labels = actors.map((actor) => actor.label);
    paintWorld(stage, world, actors);
    weather(stage);
    grade(ctx);
    paintLabels(stage, labels, slateUnit(spec));
    slate.paintTimecode(ctx, number);
  };
  return { scene, draw };
}

/** The largest picture of the asked ratio inside the encoded one; the rest is matte. */
export function matteFrame(spec: Pick<AnimaticSpec, 'width' | 'height' | 'ratio'>): Frame {
  const { width, height } = spec;
  const asked = ratioValue(spec.ratio);
  const given = width / height;
  if (Math.abs(asked / given - 1) < 0.015) return { x: 0, y: 0, width, height };
  const inner = asked > given ? [width, Math.round(width / asked)] : [Math.round(height * asked), height];
  const [innerWidth = width, innerHeight = height] = inner;
  return { x: (width - innerWidth) / 2, y: (height - innerHeight) / 2, width: innerWidth, height: innerHeight };
}

function slateText(spec: AnimaticSpec, scene: Scene) {
  const words = [scene.move.replace('-', ' '), scene.size, scene.set, scene.time];
  if (scene.weather !== 'clear') words.push(scene.weather);
  return {
    slug: spec.slug,
    takeNumber: spec.takeNumber,
    caption: spec.scene,
    reading: legible(words.join(' · ').toUpperCase()),
  };
}
