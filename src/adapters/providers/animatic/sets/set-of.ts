import type { Palette } from '../draw/palette.ts';
import type { SetDesign } from '../draw/set-design.ts';
import type { Scene, SetName } from '../scene/scene.ts';
import { corridorSet } from './corridor.ts';
import { desertSet, fieldSet, forestSet, mountainSet } from './country.ts';
import { roadSet } from './road.ts';
import { rooftopSet } from './rooftop.ts';
import { roomSet } from './room.ts';
import { seaSet } from './seaside.ts';
import { stairsSet } from './stairs.ts';
import { streetSet } from './street.ts';

const SETS: Readonly<Record<SetName, (scene: Scene, palette: Palette) => SetDesign>> = {
  room: roomSet,
  bar: roomSet,
  corridor: corridorSet,
  stairs: stairsSet,
  street: streetSet,
  road: roadSet,
  field: fieldSet,
  forest: forestSet,
  desert: desertSet,
  mountain: mountainSet,
  sea: seaSet,
  rooftop: rooftopSet,
};

export const setOf = (scene: Scene, palette: Palette): SetDesign => SETS[scene.set](scene, palette);
