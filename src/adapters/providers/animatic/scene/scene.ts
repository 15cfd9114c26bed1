/** What the animatic understood of a brief: everything that is drawn follows from this and the seed. */
export interface Scene {
  readonly figures: readonly Figure[];
  readonly set: SetName;
  readonly time: TimeOfDay;
  readonly weather: Weather;
  readonly move: CameraMove;
  /** Where the camera goes while tracking: beside, ahead of or behind the figures. */
  readonly trackFrom: 'beside' | 'ahead' | 'behind';
  readonly size: ShotSize;
  readonly angle: 'eye' | 'low' | 'high';
}

export interface Figure {
  /** As written on the label, upper case, at most three words. */
  readonly label: string;
  readonly build: Build;
  readonly wears: readonly Wear[];
  readonly action: Action;
}

export type SetName =
  | 'room'
  | 'bar'
  | 'corridor'
  | 'stairs'
  | 'street'
  | 'road'
  | 'field'
  | 'forest'
  | 'desert'
  | 'mountain'
  | 'sea'
  | 'rooftop';
export type TimeOfDay = 'day' | 'dusk' | 'dawn' | 'night';
export type Weather = 'clear' | 'rain' | 'snow' | 'fog';
export type CameraMove = 'static' | 'pan' | 'push-in' | 'pull-out' | 'tracking';
export type ShotSize = 'wide' | 'medium' | 'close';
export type Build = 'adult' | 'child' | 'robot' | 'dog' | 'horse' | 'car' | 'van' | 'boat' | 'object';
export type Wear = 'hat' | 'coat' | 'helmet' | 'long-hair' | 'skirt';
export type Action = 'stand' | 'walk' | 'run' | 'sit';
