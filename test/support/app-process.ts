import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/previz.js', import.meta.url));
const READY = /Previz runs(?:: [\w, ]+\.(?: Slack reaches it at (\S+)slack\/events)?|\. Open the playground: (\S+))/;

export interface AppProcess {
  /** Empty where it serves nothing. */
  readonly url: string;
  readonly pid: number;
  /** What it wrote so far. */
  output(): string;
  /** As a power cut ends it: nothing of it runs on. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface AppEnvironment {
  readonly PREVIZ_DATA: string;
  readonly [name: string]: string;
}

/** `previz start` in a process of its own, as a user starts it, with this environment and nothing else. */
export async function startAppProcess(env: AppEnvironment, args: readonly string[] = ['start']): Promise<AppProcess> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: env.PREVIZ_DATA, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((done, fail) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = READY.exec(output);
      if (ready !== null) done(ready[1] ?? ready[2] ?? '');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => fail(new Error(`previz start ended with ${code}: ${output}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
  };
  return { url, pid: pidOf(child), output: () => output, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process has no pid');
  return pid;
}

/** Runs one command to its end. */
export async function runPreviz(
  env: AppEnvironment,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: env.PREVIZ_DATA, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, out, err };
}
