import { makeDice } from '../scene/dice.ts';
import type { Scene, ShotSize } from '../scene/scene.ts';
import type { Blocking } from './blocking.ts';
import { type Camera, type Frame, makeCamera } from './camera.ts';
import type { SetDesign } from './set-design.ts';
import { mix, type Vec3 } from './vec.ts';

/** Share of the picture's height that an adult takes. */
const SHARES: Readonly<Record<ShotSize, number>> = { wide: 0.42, medium: 0.8, close: 1.55 };
const EYES = { low: 0.45, eye: 1.4, high: 3.6 } as const;

export interface Shot {
  readonly cameraAt: (at: number) => Camera;
}

/** The camera as a path through the set: every move is a real one, so near things slide past far ones. */
export function makeShot(
  scene: Scene,
  stage: { set: SetDesign; blocking: Blocking; frame: Frame },
  take: { seed: number; seconds: number },
): Shot {
  const { set, blocking, frame } = stage;
  const focal = Math.max(0.85 * frame.width, frame.height);
  const distance =
    ((focal * 1.75) / (SHARES[scene.size] * frame.height)) *
    (blocking.actors.length > 2 ? 1.18 : 1) *
    subjectScale(blocking);
  const side = makeDice(take.seed, 'camera')() < 0.5 ? 1 : -1;
  const lookUp = scene.size === 'close' ? 1.52 : scene.size === 'medium' ? 1.4 : 1.62;
  return {
    cameraAt(at) {
      const share = at / take.seconds;
      const focus = blocking.focusAt(at);
      const eased = 0.5 - 0.5 * Math.cos(Math.PI * share);
      const away = distance * closeness(scene, eased);
      const eye = eyeAt({ scene, set, focus, away, travels: blocking.travels, share, side, at });
      const yaw = yawAt(scene, { eye, focus, eased, side, frame, focal });
      const flat = Math.hypot(focus[0] - eye[0], focus[2] - eye[2]);
      const pitch = Math.atan2(focus[1] + lookUp - eye[1], flat) * (scene.angle === 'eye' && !set.climbs ? 0.75 : 1);
      return makeCamera({ eye, yaw, pitch, focal, cx: frame.x + frame.width / 2, cy: frame.y + frame.height / 2 });
    },
  };
}

/** Room for a car or a horse at the head of the cast. */
const subjectScale = (blocking: Blocking): number => {
  const build = blocking.actors[0]?.figure.build;
  return build === 'car' || build === 'van' ? 1.55 : build === 'boat' ? 1.3 : build === 'horse' ? 1.3 : 1;
};

const closeness = (scene: Scene, eased: number): number =>
  scene.move === 'push-in' ? mix(1.28, 0.74, eased) : scene.move === 'pull-out' ? mix(0.74, 1.28, eased) : 1;

interface Moment {
  readonly scene: Scene;
  readonly set: SetDesign;
  readonly focus: Vec3;
  readonly away: number;
  readonly travels: boolean;
  readonly share: number;
  readonly side: 1 | -1;
  readonly at: number;
}

function eyeAt(moment: Moment): Vec3 {
  const { scene, set, focus, away, side } = moment;
  // A hand that follows is never quite still.
  const sway = scene.move === 'tracking' ? 0.014 * Math.sin(moment.at * 5.1) + 0.01 * Math.sin(moment.at * 3.3) : 0;
  const truck = scene.move === 'tracking' && !moment.travels ? mix(-1.5, 1.5, moment.share) * side : 0;
  const off = set.axis === 'z' ? side * -0.35 : side * -0.2;
  const x = focus[0] + truck + off + sway;
  const z = focus[2] - away;
  const low = scene.angle === 'eye' ? Math.min(EYES.eye, 0.5 + away * 0.2) : EYES[scene.angle];
  const lens = scene.size === 'wide' ? low : Math.max(low, 1.38);
  // Under a roof the camera stays under it.
  const most = set.indoors ? 2.55 : Number.POSITIVE_INFINITY;
  return [x, set.floorAt(x, z) + Math.min(most, scene.angle === 'eye' ? lens : low) + sway * 0.6, z];
}

function yawAt(
  scene: Scene,
  view: { eye: Vec3; focus: Vec3; eased: number; side: 1 | -1; frame: Frame; focal: number },
): number {
  const { eye, focus, eased, side, frame, focal } = view;
  const towards = Math.atan2(focus[0] - eye[0], focus[2] - eye[2]);
  // Off the middle line: the eyes get room to look into.
  const offset = (side * 0.06 * frame.width) / focal;
  if (scene.move !== 'pan') return towards + offset;
  const half = Math.atan(frame.width / 2 / focal);
  return towards + side * mix(-0.85, 0.85, eased) * half;
}
