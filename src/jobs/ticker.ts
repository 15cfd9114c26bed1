export interface Ticker {
  /** Runs now, or joins the run under way. Never rejects. */
  ring(): Promise<void>;
  /** No new run begins; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/** Runs something every so often, never twice at once in this process, and goes on after a failure. */
export function startTicker(options: {
  readonly everyMs: number;
  readonly run: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}): Ticker {
  let running: Promise<void> | null = null;
  const ring = (): Promise<void> => {
    running ??= Promise.resolve()
      .then(options.run)
      .catch(options.onError)
      .finally(() => {
        running = null;
      });
    return running;
  };
  const timer = setInterval(() => void ring(), options.everyMs);
  return {
    ring,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
