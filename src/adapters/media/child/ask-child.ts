import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Nothing is inherited: no secrets, no flags. The codecs are pinned to those that came with their package. */
const CHILD_ENV = { NODE_WEBCODECS_FORCE: 'static', DISABLE_SYSTEM_FONTS_LOAD: '1' } as const;
const STDERR_KEPT = 1_000;

const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), share: z.number() }),
  z.object({ kind: z.literal('done'), value: z.unknown() }),
  z.object({ kind: z.literal('failed'), detail: z.string() }),
]);

export interface Asking {
  readonly patienceMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number) => void;
}

/**
 * Has one task done by a process of its own that knows no secret: what comes from outside may crash a decoder, and takes
 * only this process along. Rejects when the task failed, took too long, or was called off.
 */
export async function askChild(entry: string, task: unknown, asking: Asking): Promise<unknown> {
  asking.signal?.throwIfAborted();
  const child = fork(fileURLToPath(entry), [], {
    execPath: process.execPath,
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', '--max-old-space-size=512'],
    env: CHILD_ENV,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-STDERR_KEPT);
  });
  const closed = new Promise<void>((done) => child.once('close', () => done()));
  const stop = () => void child.kill('SIGKILL');
  const timer = setTimeout(stop, asking.patienceMs);
  asking.signal?.addEventListener('abort', stop);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        reject(asking.signal?.reason ?? new Error(`the helper process ended by ${signal ?? code}: ${said.trim()}`));
      });
      child.on('message', (raw) => {
        const answer = Answer.parse(raw);
        if (answer.kind === 'progress') return asking.onProgress?.(answer.share);
        return answer.kind === 'done' ? resolve(answer.value) : reject(new Error(answer.detail));
      });
      child.send(JSON.stringify(task), (error) => {
        if (error !== null) reject(error);
      });
    });
  } finally {
    clearTimeout(timer);
    asking.signal?.removeEventListener('abort', stop);
    stop();
    await closed;
  }
}
