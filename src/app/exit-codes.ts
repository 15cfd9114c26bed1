/** What a script can tell from how a command ended. */
export const EXIT = {
  done: 0,
  /** Something is wrong that is no input's fault: a bug, a lost database. */
  failed: 1,
  /** The input or the configuration; the message says what to do. */
  usage: 2,
  /** The budget said no, or the price needs `--yes`. */
  refused: 3,
  /** The take ended without a clip. */
  noClip: 4,
  /** Ctrl-C, or a request to end; everything was given back. */
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
