import { type FakeMessage, type FakeState, findMessage } from './state.ts';

export type Args = Readonly<Record<string, unknown>>;
export type Answer = Readonly<Record<string, unknown>>;

/** What happens to files between "completed" and "shared". */
export interface Sharing {
  /** Slack says yes and shares after so long; null: it never does. */
  afterMs: number | null;
  /** So many answers of files.info are empty though the share stands. */
  hiddenInfos: number;
  /** So many answers of files.info tell nothing of a file that is uploaded; until then no block may name it. */
  unreadInfos: number;
  /** How many files are still to be swallowed although afterMs is set. */
  swallow: number;
  /** Shares without the event `file_shared`. */
  isSilent: boolean;
}

export interface MethodContext {
  readonly state: FakeState;
  readonly url: string;
  readonly sharing: Sharing;
  /** Sends an event to the app. */
  readonly emit: (event: Record<string, unknown>) => void;
  readonly later: (ms: number, work: () => void) => void;
}

/** Answered with `ok: false` and this code. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export const refusal = (error: unknown): string | null => (error instanceof Refused ? error.code : null);

export const text = (args: Args, name: string): string => {
  const value = args[name];
  if (typeof value !== 'string' || value === '') throw new Refused('invalid_arguments');
  return value;
};

/** A channel that the bot is in. */
export function channelOf({ state }: MethodContext, args: Args, name = 'channel') {
  const channel = state.channels.get(text(args, name));
  if (channel === undefined) throw new Refused('channel_not_found');
  if (!channel.members.has(state.bot)) throw new Refused(channel.is_private ? 'channel_not_found' : 'not_in_channel');
  if (channel.is_archived) throw new Refused('is_archived');
  return channel;
}

export function messageOf(context: MethodContext, args: Args, ts: string): FakeMessage {
  const channel = channelOf(context, args);
  const message = findMessage(context.state, channel.id, ts);
  if (message === undefined || message.only !== null) throw new Refused('message_not_found');
  return message;
}

export const blocksOf = (args: Args): readonly unknown[] => (Array.isArray(args['blocks']) ? args['blocks'] : []);

export type Methods = Readonly<Record<string, (args: Args, context: MethodContext) => Answer>>;
