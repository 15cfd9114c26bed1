import { join } from 'node:path';
import type { JobFolder } from './job-folder.ts';
import { renderAnimatic } from './render.ts';
import type { AnimaticSpec } from './spec.ts';
import { ChildFailure } from './start-child.ts';

export type RenderState =
  /** `share` is null while another process draws it. */
  | { readonly kind: 'running'; readonly share: number | null }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string }
  | { readonly kind: 'unknown' };

export interface RenderQueue {
  /** False when it is here already. */
  readonly add: (jobId: string, folder: JobFolder, spec: AnimaticSpec) => boolean;
  readonly look: (jobId: string) => RenderState;
  /** Takes it out and ends its children; resolves when they are gone. */
  readonly drop: (jobId: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Entry {
  readonly folder: JobFolder;
  readonly spec: AnimaticSpec;
  readonly abort: AbortController;
  state: RenderState;
  work: Promise<void> | null;
}

type Log = { readonly warn: (facts: Record<string, unknown>, message: string) => void } | undefined;

/** Renders in the order they came, at most `parallel` at once. A render that breaks is tried once more. */
export function makeRenderQueue(parallel: number, log: Log): RenderQueue {
  const entries = new Map<string, Entry>();
  let stopped = false;

  const next = (): void => {
    const busy = [...entries.values()].filter((entry) => entry.work !== null).length;
    const waiting = [...entries].filter(([, entry]) => entry.state.kind === 'waiting' && entry.work === null);
    for (const [jobId, entry] of waiting.slice(0, Math.max(0, parallel - busy))) {
      entry.work = run(jobId, entry).finally(() => {
        entry.work = null;
        // Done, taken by another process or dropped: the folder tells from now on.
        if (entry.state.kind !== 'failed') entries.delete(jobId);
        if (!stopped) next();
      });
    }
  };

  const run = async (jobId: string, entry: Entry): Promise<void> => {
    const { folder, abort } = entry;
    try {
      if (!(await folder.lock())) return;
      try {
        await drawTwice(jobId, entry, log);
      } finally {
        await folder.unlock();
      }
    } catch (error) {
      if (abort.signal.aborted) return;
      entry.state = { kind: 'failed', code: codeOf(error), detail: String(error).slice(0, 600) };
      log?.warn({ jobId, error }, 'an animatic could not be drawn');
    }
  };

  return {
    add(jobId, folder, spec) {
      if (stopped || entries.has(jobId)) return false;
      entries.set(jobId, { folder, spec, abort: new AbortController(), state: { kind: 'waiting' }, work: null });
      next();
      return true;
    },
    look: (jobId) => entries.get(jobId)?.state ?? { kind: 'unknown' },
    async drop(jobId) {
      const entry = entries.get(jobId);
      if (entry === undefined) return;
      entry.abort.abort();
      entries.delete(jobId);
      await entry.work;
    },
    async stop() {
      stopped = true;
      for (const entry of entries.values()) entry.abort.abort();
      await Promise.all([...entries.values()].map((entry) => entry.work));
    },
  };
}

async function drawTwice(jobId: string, entry: Entry, log: Log): Promise<void> {
  try {
    await drawOnce(entry);
  } catch (error) {
    if (entry.abort.signal.aborted || codeOf(error) === 'ENOSPC') throw error;
    log?.warn({ jobId, error }, 'an animatic broke and is drawn again');
    await drawOnce(entry);
  }
}

async function drawOnce(entry: Entry): Promise<void> {
  const { folder, abort, spec } = entry;
  entry.state = { kind: 'running', share: 0 };
  let asked = 0;
  await renderAnimatic(spec, folder.clipPath, {
    signal: abort.signal,
    codeCache: join(folder.path, '..', CODE_CACHE),
    onProgress: (share) => {
      entry.state = { kind: 'running', share };
      // Another process may have canceled it: it can't reach our children, but it leaves a mark.
      asked += 1;
      if (asked % CANCEL_EVERY === 0) void folder.isCanceled().then((canceled) => canceled && abort.abort());
    },
  });
}

/** Beside the jobs; no job is named so. */
const CODE_CACHE = '.code';

/** Progress comes several times a second; the mark is looked for about once. */
const CANCEL_EVERY = 8;

const codeOf = (error: unknown): string => {
  if (error instanceof ChildFailure) return error.code;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
};
