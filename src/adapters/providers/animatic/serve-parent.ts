import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import type { Answer, Task } from './messages.ts';

/**
 * The life of a child process: does each task its parent sends, one after the other, and answers. It ends when the
 * parent closes the channel or is gone, even by kill -9: then nobody is left to draw for.
 */
export function serveParent(work: (task: Task, progress: (frames: number) => void) => Promise<void>): void {
  const answer = (message: Answer): void => {
    process.send?.(message, undefined, undefined, () => {});
  };
  process.once('disconnect', () => process.exit(0));
  // A terminal's Ctrl-C goes to all processes; the parent decides when its children end.
  process.on('SIGINT', () => undefined);
  process.on('message', (raw) => {
    Promise.resolve()
      // Sent by our parent, from the same source, after its own check: a second reading would cost every child 50 ms.
      .then(() => work(raw as Task, (frames) => answer({ kind: 'progress', frames })))
      // Our parent ends us with a signal, and Node keeps compiled code only at an orderly end.
      .then(() => flushCompileCache())
      .then(
        () => answer({ kind: 'done', peakKib: readPeakKib(), cpuMs: readCpuMs() }),
        (error: unknown) => answer({ kind: 'failed', code: codeOf(error), detail: String(error).slice(0, 500) }),
      );
  });
}

/** The most memory this process ever held, where the system tells (Linux). */
function readPeakKib(): number | null {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
    return line === null ? null : Number(line[1]);
  } catch {
    return null;
  }
}

/** Of the whole life of this process. */
function readCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1000);
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
