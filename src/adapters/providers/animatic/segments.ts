export interface Segment {
  readonly firstFrame: number;
  readonly frames: number;
}

/** A child's memory is flat however long it draws; this only bounds what is lost when one dies. */
const LONGEST = 240;
/** Below this a second child costs more to start than it saves. */
const SHORTEST_PAIR = 24;

/** Cuts a take into pieces of nearly equal length, an even number of them, so that two children end together. */
export function planSegments(frames: number): readonly Segment[] {
  const pairs = Math.ceil(frames / (LONGEST * 2));
  const count = frames < SHORTEST_PAIR ? 1 : pairs * 2;
  return Array.from({ length: count }, (_, index) => {
    const firstFrame = Math.round((frames * index) / count);
    return { firstFrame, frames: Math.round((frames * (index + 1)) / count) - firstFrame };
  });
}
