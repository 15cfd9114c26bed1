import type { Dice } from '../scene/dice.ts';
import type { Rgb } from './color.ts';
import type { Ground } from './ground.ts';
import type { Shape } from './shapes.ts';
import type { Skyline } from './skyline.ts';

/** A place that goes on without end along one axis, built module by module from the seed. */
export interface SetDesign {
  readonly axis: 'x' | 'z';
  /** Metres of one module along the axis. */
  readonly step: number;
  /** Modules built behind and ahead of the camera. */
  readonly reach: readonly [back: number, ahead: number];
  readonly indoors: boolean;
  /** What distance turns into under a roof; null for the usual dark. */
  readonly haze: Rgb | null;
  readonly skyline: Skyline;
  readonly ground: Ground;
  readonly water: boolean;
  /** Stairs: who moves goes up. */
  readonly climbs: boolean;
  readonly floorAt: (x: number, z: number) => number;
  /** Shapes of module `index`; `start` is where it begins on the axis. The dice are the module's own. */
  readonly module: (start: number, index: number, dice: Dice) => readonly Shape[];
}
