import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Camera, Frame } from './camera.ts';
import type { Palette } from './palette.ts';

/** What every painter needs for one frame. */
export interface Stage {
  readonly ctx: SKRSContext2D;
  readonly frame: Frame;
  readonly camera: Camera;
  readonly palette: Palette;
  /** Seconds from the start of the take. */
  readonly at: number;
}
