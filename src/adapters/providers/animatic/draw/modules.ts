import { makeDice } from '../scene/dice.ts';
import type { SetDesign } from './set-design.ts';
import type { Shape } from './shapes.ts';
import type { Vec3 } from './vec.ts';

/** The shapes around the camera. Modules are built when the camera comes near and dropped when it has left. */
export function makeModules(set: SetDesign, seed: number, sightMetres: number): (eye: Vec3) => readonly Shape[] {
  // Beyond the sight there is only air.
  const [back] = set.reach;
  const ahead = Math.min(set.reach[1], Math.ceil(sightMetres / set.step));
  const built = new Map<number, readonly Shape[]>();
  return (eye) => {
    const here = Math.floor((set.axis === 'x' ? eye[0] : eye[2]) / set.step);
    const shapes: Shape[] = [];
    for (let index = here - back; index <= here + ahead; index += 1) {
      const module = built.get(index) ?? set.module(index * set.step, index, makeDice(seed, `module ${index}`));
      built.set(index, module);
      shapes.push(...module);
    }
    for (const index of built.keys()) if (index < here - back - 2 || index > here + ahead + 2) built.delete(index);
    return shapes;
  };
}
