import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { framesOf } from './frames.ts';
import { planSegments, type Segment } from './segments.ts';
import { AnimaticSpec } from './spec.ts';
import { type Child, startChild, type Used } from './start-child.ts';

export interface RenderOptions {
  /** Share of the frames that are done, 0 … 1. */
  readonly onProgress?: (share: number) => void;
  /** Ends the children at once; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called for every child that ended well. */
  readonly onChild?: (work: 'draw' | 'join', used: Used) => void;
  /** A folder that only we can write, for the children's compiled code: saves a quarter second a take. */
  readonly codeCache?: string;
  readonly segmentsAtOnce?: number;
}

const SEGMENT_CHILD = new URL('./segment-child.ts', import.meta.url).href;
const JOIN_CHILD = new URL('./join-child.ts', import.meta.url).href;

/**
 * Draws the take into `outPath`: H.264 and AAC in an MP4, exactly seconds × 24 frames, index first. Two child processes
 * draw, one makes the sound and joins; the caller's event loop only waits. The file appears complete or not at all.
 * Rejects with a ChildFailure when a child failed, a ZodError when the spec can't be drawn.
 */
export async function renderAnimatic(raw: AnimaticSpec, outPath: string, options: RenderOptions = {}): Promise<void> {
  const spec = AnimaticSpec.parse(raw);
  const { signal } = options;
  signal?.throwIfAborted();
  const parts = join(dirname(outPath), `.${randomUUID()}.parts`);
  await mkdir(parts, { recursive: true });
  const crew = makeCrew(options.codeCache ?? null);
  signal?.addEventListener('abort', crew.dismiss);
  try {
    const joiner = crew.hire(JOIN_CHILD);
    const sound = joiner.ask({ kind: 'sound', spec });
    const pictures = drawAll(crew, spec, { parts, options });
    const [partPaths] = await Promise.all([pictures, sound]);
    const whole = join(parts, 'whole.mp4');
    const used = await joiner.ask({ kind: 'join', partPaths, outPath: whole });
    options.onChild?.('join', used);
    await rename(whole, outPath);
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : error;
  } finally {
    signal?.removeEventListener('abort', crew.dismiss);
    crew.dismiss();
    await crew.gone();
    await rm(parts, { recursive: true, force: true });
  }
}

interface Crew {
  readonly hire: (entry: string) => Child;
  readonly dismiss: () => void;
  readonly gone: () => Promise<unknown>;
}

/** Every child of one render, so that none is left behind however it ends. */
function makeCrew(codeCache: string | null): Crew {
  const hired = new Set<Child>();
  return {
    hire(entry) {
      const child = startChild(entry, codeCache);
      hired.add(child);
      return child;
    },
    dismiss() {
      for (const child of hired) child.stop();
    },
    gone: () => Promise.all([...hired].map((child) => child.ended)),
  };
}

async function drawAll(
  crew: Crew,
  spec: AnimaticSpec,
  at: { parts: string; options: RenderOptions },
): Promise<readonly string[]> {
  const frames = framesOf(spec.seconds);
  const segments = planSegments(frames);
  const waiting = segments.entries();
  let drawn = 0;
  const count = (more: number): void => {
    drawn += more;
    at.options.onProgress?.(Math.min(1, drawn / frames));
  };
  const partPath = (index: number): string => join(at.parts, `${index}.part`);
  // Workers share one iterator: each takes the next segment when it is free.
  const draw = async (): Promise<void> => {
    for (const [index, segment] of waiting) {
      const used = await drawOne(crew, { spec, segment, outPath: partPath(index) }, count);
      at.options.onChild?.('draw', used);
    }
  };
  await Promise.all(Array.from({ length: Math.min(at.options.segmentsAtOnce ?? 2, segments.length) }, draw));
  return segments.map((_, index) => partPath(index));
}

/** One child a segment: what it held is given back to the system when it ends. */
async function drawOne(
  crew: Crew,
  work: { spec: AnimaticSpec; segment: Segment; outPath: string },
  count: (frames: number) => void,
): Promise<Used> {
  const child = crew.hire(SEGMENT_CHILD);
  try {
    return await child.ask({ kind: 'draw', spec: work.spec, ...work.segment, outPath: work.outPath }, count);
  } finally {
    child.stop();
  }
}
