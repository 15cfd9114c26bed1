export const FRAMES_PER_SECOND = 24;

export const framesOf = (seconds: number): number => Math.max(1, Math.round(seconds * FRAMES_PER_SECOND));
