import type { Vec3 } from './vec.ts';

/** Pixels of the picture inside the matte. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A pinhole. `yaw` turns to the right, `pitch` upwards, radians; `focal` is in pixels. */
export interface Camera {
  readonly eye: Vec3;
  readonly yaw: number;
  readonly pitch: number;
  readonly focal: number;
  readonly cx: number;
  readonly cy: number;
  readonly turned: readonly [sinYaw: number, cosYaw: number, sinPitch: number, cosPitch: number];
}

export function makeCamera(pose: Omit<Camera, 'turned'>): Camera {
  const { yaw, pitch } = pose;
  return { ...pose, turned: [Math.sin(yaw), Math.cos(yaw), Math.sin(pitch), Math.cos(pitch)] };
}

/** Into the camera's own axes; the third is the depth. */
export function toView(camera: Camera, point: Vec3): Vec3 {
  const [sinYaw, cosYaw, sinPitch, cosPitch] = camera.turned;
  const dx = point[0] - camera.eye[0];
  const dy = point[1] - camera.eye[1];
  const dz = point[2] - camera.eye[2];
  const x = dx * cosYaw - dz * sinYaw;
  const z = dx * sinYaw + dz * cosYaw;
  return [x, dy * cosPitch - z * sinPitch, dy * sinPitch + z * cosPitch];
}

export const depthOf = (camera: Camera, point: Vec3): number => toView(camera, point)[2];

/** Of a point in the camera's axes that lies before it. */
export const toScreen = (camera: Camera, view: Vec3): readonly [number, number] => [
  camera.cx + (camera.focal * view[0]) / view[2],
  camera.cy - (camera.focal * view[1]) / view[2],
];

/** Screen point with its pixels per metre; null behind the camera. */
export function project(camera: Camera, point: Vec3): { x: number; y: number; scale: number; depth: number } | null {
  const view = toView(camera, point);
  if (view[2] < NEAR) return null;
  const [x, y] = toScreen(camera, view);
  return { x, y, scale: camera.focal / view[2], depth: view[2] };
}

export const horizonY = (camera: Camera): number => camera.cy + camera.focal * Math.tan(camera.pitch);

export const NEAR = 0.2;
