import type { Rgb } from '../draw/color.ts';
import type { Shape } from '../draw/shapes.ts';
import type { Dice } from '../scene/dice.ts';
import type { Scene } from '../scene/scene.ts';
import { plant } from './parts.ts';

/** What every set under the open sky has in common. */
export const OPEN = { indoors: false, haze: null, water: false, climbs: false, floorAt: () => 0 } as const;
export const LEAF: Rgb = [98, 130, 74];
export const SNOW: Rgb = [226, 232, 240];

export const snowy = (scene: Scene, albedo: Rgb): Rgb => (scene.weather === 'snow' ? SNOW : albedo);

export const grass = (at: readonly [number, number, number], scene: Scene, dice: Dice): Shape =>
  plant('grass', at, { metres: 0.55, albedo: snowy(scene, [128, 140, 78]), dice, variants: 4 });
