import type { Action } from '../scene/scene.ts';
import type { Vec3 } from './vec.ts';

/** Joints of a person of one and three quarter metres, in their own axes: x to their right, y up, z ahead. */
export interface Skeleton {
  readonly head: Vec3;
  readonly neck: Vec3;
  readonly pelvis: Vec3;
  readonly chest: Vec3;
  readonly legs: readonly [Leg, Leg];
  readonly arms: readonly [Arm, Arm];
}

interface Leg {
  readonly hip: Vec3;
  readonly knee: Vec3;
  readonly ankle: Vec3;
  readonly toe: Vec3;
}

interface Arm {
  readonly shoulder: Vec3;
  readonly elbow: Vec3;
  readonly hand: Vec3;
}

export interface Gait {
  readonly action: Action;
  /** Radians; one round is two steps. */
  readonly phase: number;
  /** 0 … 1: from standing to the full stride. */
  readonly amount: number;
  /** Seconds, for breathing. */
  readonly at: number;
}

const THIGH = 0.43;
const SHIN = 0.42;
const ANKLE_ABOVE_FLOOR = 0.075;

export function pose(gait: Gait): Skeleton {
  return gait.action === 'sit' ? sitting(gait) : upright(gait);
}

function upright(gait: Gait): Skeleton {
  const runs = gait.action === 'run';
  const swing = (runs ? 0.82 : 0.46) * gait.amount;
  const flex = (runs ? 1.5 : 0.85) * gait.amount;
  const lean = (runs ? 0.2 : 0.045) * gait.amount;
  const raised: [Leg, Leg] = [
    leg(-0.095, swing * Math.sin(gait.phase), flex * Math.max(0, Math.cos(gait.phase)) + 0.04),
    leg(0.095, -swing * Math.sin(gait.phase), flex * Math.max(0, -Math.cos(gait.phase)) + 0.04),
  ];
  // The lower foot stands on the floor: the whole body drops or rises with it.
  const drop = ANKLE_ABOVE_FLOOR - Math.min(raised[0].ankle[1], raised[1].ankle[1]);
  const breath = 0.006 * Math.sin(gait.at * 1.7) * (1 - gait.amount);
  const reach = (runs ? 0.9 : 0.5) * gait.amount * Math.sin(gait.phase);
  const bend = runs ? 1.5 * gait.amount : 0.2 + 0.2 * gait.amount;
  const body = (x: number, y: number): Vec3 => [x, y + drop + breath, Math.sin(lean) * (y - 0.93)];
  return {
    pelvis: body(0, 0.96),
    chest: body(0, 1.3),
    neck: body(0, 1.47),
    head: body(0.012 * Math.sin(gait.at * 0.9), 1.63),
    legs: [lift(raised[0], drop), lift(raised[1], drop)],
    arms: [arm(body(-0.19, 1.41), -reach, { bend, out: -0.1 }), arm(body(0.19, 1.41), reach, { bend, out: 0.1 })],
  };
}

function sitting(gait: Gait): Skeleton {
  const breath = 0.006 * Math.sin(gait.at * 1.7);
  const body = (x: number, y: number, z: number): Vec3 => [x, y + breath, z];
  const bent = (side: number): Leg => ({
    hip: [side * 0.1, 0.52, 0],
    knee: [side * 0.13, 0.52, 0.42],
    ankle: [side * 0.13, ANKLE_ABOVE_FLOOR, 0.4],
    toe: [side * 0.14, 0.04, 0.58],
  });
  const resting = (side: number): Arm => ({
    shoulder: body(side * 0.19, 0.99, -0.02),
    elbow: body(side * 0.25, 0.72, 0.08),
    hand: [side * 0.13, 0.62, 0.34],
  });
  return {
    pelvis: [0, 0.54, -0.02],
    chest: body(0, 0.88, -0.04),
    neck: body(0, 1.05, -0.03),
    head: body(0.01 * Math.sin(gait.at * 0.8), 1.21, 0.02),
    legs: [bent(-1), bent(1)],
    arms: [resting(-1), resting(1)],
  };
}

function leg(side: number, swing: number, flex: number): Leg {
  const hip: Vec3 = [side, 0.93, 0];
  const knee: Vec3 = [side, hip[1] - THIGH * Math.cos(swing), THIGH * Math.sin(swing)];
  const shin = swing - flex;
  const ankle: Vec3 = [side, knee[1] - SHIN * Math.cos(shin), knee[2] + SHIN * Math.sin(shin)];
  const tip = shin * 0.7;
  const toe: Vec3 = [side * 1.15, ankle[1] - 0.05 + 0.17 * Math.sin(tip), ankle[2] + 0.17 * Math.cos(tip)];
  return { hip, knee, ankle, toe };
}

const lift = (one: Leg, by: number): Leg => ({
  hip: [one.hip[0], one.hip[1] + by, one.hip[2]],
  knee: [one.knee[0], one.knee[1] + by, one.knee[2]],
  ankle: [one.ankle[0], one.ankle[1] + by, one.ankle[2]],
  toe: [one.toe[0], Math.max(0.03, one.toe[1] + by), one.toe[2]],
});

function arm(shoulder: Vec3, swing: number, held: { bend: number; out: number }): Arm {
  const elbow: Vec3 = [
    shoulder[0] + held.out * 0.6,
    shoulder[1] - 0.29 * Math.cos(swing),
    shoulder[2] + 0.29 * Math.sin(swing),
  ];
  const fore = swing + held.bend;
  const hand: Vec3 = [elbow[0] - held.out * 0.1, elbow[1] - 0.29 * Math.cos(fore), elbow[2] + 0.29 * Math.sin(fore)];
  return { shoulder, elbow, hand };
}
