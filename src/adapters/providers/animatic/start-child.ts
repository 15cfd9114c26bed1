import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Answer, type Task } from './messages.ts';

/** What a child took to do its work: its peak memory, where the system tells, and its processor time so far. */
export interface Used {
  readonly peakKib: number | null;
  readonly cpuMs: number;
}

export interface Child {
  /** Resolves when the task is done; rejects with a ChildFailure when it failed or the child ended. */
  readonly ask: (task: Task, onFrames?: (frames: number) => void) => Promise<Used>;
  readonly stop: () => void;
  /** The child has ended and holds nothing any more. */
  readonly ended: Promise<void>;
}

/** A child process that did not do what it was asked for. `code` is the system's (`ENOSPC`) where there is one. */
export class ChildFailure extends Error {
  readonly code: string;

  constructor(code: string, detail: string) {
    super(detail);
    this.name = 'ChildFailure';
    this.code = code;
  }
}

/**
 * Children inherit nothing: no secrets, no flags of the parent. The encoder is pinned to the FFmpeg that came with its
 * package, and the canvas is told to leave the system's fonts alone.
 */
const CHILD_ENV = { NODE_WEBCODECS_FORCE: 'static', DISABLE_SYSTEM_FONTS_LOAD: '1' } as const;
const STDERR_KEPT = 1500;

/**
 * Starts `entry` (a file URL) under this very Node. It is stopped by `stop`, and stops by itself when we die. With a
 * `codeCache` folder it starts in half the time from the second time on; the folder must be ours alone, it holds code.
 */
export function startChild(entry: string, codeCache: string | null = null): Child {
  const child = fork(fileURLToPath(entry), [], {
    execPath: process.execPath,
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    env: codeCache === null ? CHILD_ENV : { ...CHILD_ENV, NODE_COMPILE_CACHE: codeCache },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  yieldTo(child.pid);
  const life = watch(child);
  return {
    ended: life.ended,
    stop: () => {
      child.kill('SIGKILL');
    },
    ask: (task, onFrames) =>
      new Promise((resolve, reject) => {
        const listen = (raw: unknown): void => {
          const answer = Answer.parse(raw);
          if (answer.kind === 'progress') {
            onFrames?.(answer.frames);
            return;
          }
          child.off('message', listen);
          if (answer.kind === 'done') resolve({ peakKib: answer.peakKib, cpuMs: answer.cpuMs });
          else reject(new ChildFailure(answer.code, answer.detail));
        };
        child.on('message', listen);
        life.onEnd(reject);
        child.send(task, (error) => {
          if (error !== null) reject(new ChildFailure('not-sent', String(error)));
        });
      }),
  };
}

/** How the child ends, with the last it said: told to whoever waits for an answer, at once where it has ended already. */
function watch(child: ChildProcess) {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-STDERR_KEPT);
  });
  let gone: ChildFailure | null = null;
  const waiting: ((failure: ChildFailure) => void)[] = [];
  const ended = new Promise<void>((resolve) => {
    const end = (code: string, detail: string): void => {
      gone ??= new ChildFailure(code, detail);
      for (const tell of waiting) tell(gone);
      resolve();
    };
    child.once('error', (error) => end('not-started', String(error)));
    child.once('close', (code, signal) => {
      end(signal ?? `exit-${code}`, `ended by ${signal ?? `code ${code}`}: ${said.trim().slice(-400)}`);
    });
  });
  const onEnd = (tell: (failure: ChildFailure) => void): void => {
    if (gone === null) waiting.push(tell);
    else tell(gone);
  };
  return { ended, onEnd };
}

const BEHIND = 10;

/** Drawing waits for people: an acknowledgement comes before a frame, also where all cores draw. */
function yieldTo(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, BEHIND);
  } catch {
    // It ended already, or this system has no priorities: it then draws as it is.
  }
}
