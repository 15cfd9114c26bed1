import { spawn } from 'node:child_process';

export interface Ran {
  /** Null when the program could not be started at all. */
  readonly status: number | null;
  readonly output: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly ids?: { readonly uid: number; readonly gid: number } | null;
}

/** Runs a program to its end; never throws, never inherits a terminal. */
export function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(process.platform === 'win32' ? {} : { cwd: '/' }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.ids ?? {}),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error) => resolve({ status: null, output: error.message }));
    child.on('close', (status) => resolve({ status: status ?? -1, output }));
  });
}
