import type { CameraMove, Scene, ShotSize } from './scene.ts';

const MOVES: readonly (readonly [CameraMove, RegExp])[] = [
  [
    'push-in',
    /\b(push(?:es|ing)?[\s-]?in|dolly(?:ing)?[\s-]?in|zoom(?:s|ing)?[\s-]?in|slow(?:ly)? push|moves? closer)\b/,
  ],
  [
    'pull-out',
    /\b(pull(?:s|ing)?[\s-]?(?:out|back)|dolly(?:ing)?[\s-]?(?:out|back)|zoom(?:s|ing)?[\s-]?out|reveals? wide)\b/,
  ],
  [
    'tracking',
    /\b(track(?:s|ing)?(?: shot)?|steadicam|follow(?:s|ing)?(?: shot)?|truck(?:s|ing)? (?:left|right|shot)|dolly(?:ing)?|chase(?:s|d)?|handheld)\b/,
  ],
  ['pan', /\b(pan(?:s|ning)?(?: shot)?|sweeps? across|whip[\s-]pan)\b/],
  ['static', /\b(static|locked(?:[\s-](?:off|down))?|fixed camera|tripod|stationary)\b/],
];

const SIZES: readonly (readonly [ShotSize, RegExp])[] = [
  ['close', /\b(extreme close|close[\s-]?ups?|close on|closeup|cu|ecu|insert)\b/],
  ['medium', /\b(medium|mid[\s-]?shot|waist|cowboy shot|two[\s-]shot|ms|over[\s-]the[\s-]shoulder)\b/],
  ['wide', /\b(wide|establishing|long shot|full shot|panorama|ws|ls)\b/],
];

type CameraReading = Pick<Scene, 'move' | 'trackFrom' | 'size' | 'angle'>;

/**
 * The camera slot speaks before the scene. With no word for a move, somebody who goes somewhere is tracked and
 * everything else gets a slow push in.
 */
export function readCamera(cameraSlot: string, scene: string, somebodyGoes: boolean): CameraReading {
  const texts = [cameraSlot.toLowerCase(), scene.toLowerCase()];
  const first = <T>(rows: readonly (readonly [T, RegExp])[]): T | null => {
    for (const text of texts) {
      const hit = rows.find(([, pattern]) => pattern.test(text));
      if (hit !== undefined) return hit[0];
    }
    return null;
  };
  return {
    move: first(MOVES) ?? (somebodyGoes ? 'tracking' : 'push-in'),
    trackFrom:
      first([
        ['behind', /\b(from behind|follow(?:s|ing)?|over[\s-]the[\s-]shoulder)\b/],
        ['beside', /\b(beside|alongside|side[\s-]on|profile|laterally?)\b/],
        ['ahead', /\b(leads?|leading|in front of|ahead of|backwards?)\b/],
      ] as const) ?? 'ahead',
    size: first(SIZES) ?? 'wide',
    angle:
      first([
        ['low', /\b(low[\s-]angle|from below|worm'?s[\s-]eye)\b/],
        ['high', /\b(high[\s-]angle|from above|overhead|bird'?s[\s-]eye|aerial|drone|crane)\b/],
      ] as const) ?? 'eye',
  };
}
