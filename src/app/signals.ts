import { EXIT, type ExitCode } from './exit-codes.ts';

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

/** Between npm, a shell and a terminal one Ctrl-C may arrive twice: so soon after the first it is the same one. */
const SAME_MS = 300;

/** Somebody asked the command to end. It ends as a shell expects it: 128 and the signal's number. */
export class Interrupted extends Error {
  readonly exitCode: ExitCode;

  constructor(signal: keyof typeof SIGNALS) {
    super(`ended by ${signal}`);
    this.name = 'Interrupted';
    this.exitCode = SIGNALS[signal];
  }
}

export interface HeardSignals {
  /** Aborted by the first signal; its reason is an Interrupted. */
  readonly signal: AbortSignal;
  stop(): void;
}

/** From now on the first signal to end is told, and a second one ends the process at once. */
export function hearSignals(): HeardSignals {
  const heard = new AbortController();
  let firstAt = 0;
  const hear = (name: NodeJS.Signals): void => {
    if (name !== 'SIGINT' && name !== 'SIGTERM') return;
    if (!heard.signal.aborted) {
      firstAt = performance.now();
      heard.abort(new Interrupted(name));
    } else if (performance.now() - firstAt > SAME_MS) process.exit(SIGNALS[name]);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, hear);
  return {
    signal: heard.signal,
    stop: () => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, hear);
    },
  };
}

/** What a command is told of its end, and what it wants done then, before everything is closed. */
export interface Leaving {
  readonly signal: AbortSignal;
  /** Called when a signal ends the command; not when it ends by itself. */
  add(stop: () => Promise<unknown>): void;
}

/**
 * Opens, uses and closes, also when a signal comes in between: then what was opened is closed in order, and Interrupted
 * is thrown. Opening can't be broken off and is waited for.
 */
export async function withSignals<Opened, Result>(work: {
  readonly open: () => Promise<Opened>;
  readonly use: (opened: Opened, leaving: Leaving) => Promise<Result>;
  readonly close: (opened: Opened) => Promise<unknown>;
}): Promise<Result> {
  const { signal, stop } = hearSignals();
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const opened = await work.open();
    try {
      signal.throwIfAborted();
      const using = work.use(opened, { signal, add: (one) => void stops.unshift(one) });
      return await Promise.race([using, rejectionOf(signal)]);
    } finally {
      if (signal.aborted) for (const one of stops) await one().catch(() => undefined);
      await work.close(opened);
    }
  } catch (error) {
    // Whatever broke while leaving broke because of it.
    signal.throwIfAborted();
    throw error;
  } finally {
    stop();
  }
}

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  });
