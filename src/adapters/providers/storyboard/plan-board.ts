import type { GenerationRequest } from '../../../core/ports/video-provider.ts';

const SECONDS_A_STILL = 2;
const FEWEST = 2;
const MOST = 8;

/** One still for every two seconds, as the catalogue's price counts them. */
export const stillsFor = (seconds: number): number =>
  Math.min(MOST, Math.max(FEWEST, Math.ceil(seconds / SECONDS_A_STILL)));

/** gpt-image takes sides in steps of 16, from 1:3 to 3:1; the picture is cut to the exact frame when it is set in motion. */
export function stillSize({ width, height }: Pick<GenerationRequest, 'width' | 'height'>): string {
  const scale = Math.max(1, 512 / Math.min(width, height));
  const side = (pixels: number) => Math.max(16, Math.round((pixels * scale) / 16) * 16);
  return `${side(width)}x${side(height)}`;
}

/** The same words for every still: the model varies the moment, the words hold the look. */
export function stillPrompt(request: GenerationRequest): string {
  return `Film storyboard still, one frame, no text, no borders, no panels. ${request.prompt}`;
}

/** What the camera does over one still, from left over still to right and back. */
export interface Move {
  readonly fromFrame: number;
  readonly frames: number;
  readonly zoomFrom: number;
  readonly zoomTo: number;
  /** −1 … 1 of the room that the zoom leaves. */
  readonly panFrom: number;
  readonly panTo: number;
}

/** Cuts from still to still, each with a slow push or drift, so that the board reads as a shot. */
export function planMoves(frames: number, stills: number, seed: number): readonly Move[] {
  const each = frames / stills;
  return Array.from({ length: stills }, (_, index) => {
    const fromFrame = Math.round(index * each);
    const turn = (seed + index) % 3;
    const isPush = turn !== 2;
    const drift = turn === 0 ? 0.6 : -0.6;
    return {
      fromFrame,
      frames: Math.round((index + 1) * each) - fromFrame,
      zoomFrom: isPush ? 1.04 : 1.14,
      zoomTo: isPush ? 1.14 : 1.04,
      panFrom: -drift,
      panTo: drift,
    };
  });
}
