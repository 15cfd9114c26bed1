import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { framesOf } from './frames.ts';
import type { Task } from './messages.ts';
import { planSegments } from './segments.ts';
import { AnimaticSpec } from './spec.ts';
import { type Child, startChild, type Used } from './start-child.ts';

export interface RenderOptions {
  /** Share of the frames that are done, 0 … 1. */
  readonly onProgress?: (share: number) => void;
  /** Ends the children at once; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called for every child that did all its work well. */
  readonly onChild?: (used: Used) => void;
  /** A folder that only we can write, for the children's compiled code: saves a quarter second a take. */
  readonly codeCache?: string;
  readonly segmentsAtOnce?: number;
}

const RENDER_CHILD = new URL('./render-child.ts', import.meta.url).href;

/**
 * Draws the take into `outPath`: H.264 and AAC in an MP4, exactly seconds × 24 frames, index first. Two child processes
 * draw; the first that is done makes the sound, and joins at the end. The caller's event loop only waits. The file appears complete or not at all.
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
    const { partPaths, workers } = drawAll(crew, spec, { parts, options });
    const sounding = Promise.race(workers).then(async (first) => {
      await first.child.ask({ kind: 'sound', spec });
      return first;
    });
    const [joiner, ...free] = await Promise.all([sounding, ...workers]);
    for (const { used } of free.filter(({ child }) => child !== joiner.child)) options.onChild?.(used);
    const whole = join(parts, 'whole.mp4');
    const used = await joiner.child.ask({ kind: 'join', partPaths, outPath: whole });
    options.onChild?.(used);
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

type Draw = Extract<Task, { kind: 'draw' }>;

interface Crew {
  readonly hire: () => Child;
  readonly dismiss: () => void;
  readonly gone: () => Promise<unknown>;
}

/** Every child of one render, so that none is left behind however it ends. */
function makeCrew(codeCache: string | null): Crew {
  const hired = new Set<Child>();
  return {
    hire() {
      const child = startChild(RENDER_CHILD, codeCache);
      hired.add(child);
      return child;
    },
    dismiss() {
      for (const child of hired) child.stop();
    },
    gone: () => Promise.all([...hired].map((child) => child.ended)),
  };
}

/** A child that has drawn its last segment and may be asked for more. */
interface Free {
  readonly child: Child;
  readonly used: Used;
}

/** Shares the segments among the workers: each takes the next one when it is free, and resolves when none is left. */
function drawAll(
  crew: Crew,
  spec: AnimaticSpec,
  at: { parts: string; options: RenderOptions },
): { readonly partPaths: readonly string[]; readonly workers: readonly Promise<Free>[] } {
  const frames = framesOf(spec.seconds);
  const segments = planSegments(frames);
  const partPaths = segments.map((_, index) => join(at.parts, `${index}.part`));
  const waiting = segments.map((segment, index) => ({ spec, ...segment, outPath: join(at.parts, `${index}.part`) }));
  let drawn = 0;
  const count = (more: number): void => {
    drawn += more;
    at.options.onProgress?.(Math.min(1, drawn / frames));
  };
  const work = async (first: Omit<Draw, 'kind'>): Promise<Free> => {
    let task = first;
    for (;;) {
      // One child a segment: what it held is given back to the system when it ends.
      const child = crew.hire();
      const used = await child.ask({ kind: 'draw', ...task }, count);
      const next = waiting.shift();
      if (next === undefined) return { child, used };
      at.options.onChild?.(used);
      child.stop();
      task = next;
    }
  };
  const workers = waiting.splice(0, at.options.segmentsAtOnce ?? 2).map(work);
  return { partPaths, workers };
}
