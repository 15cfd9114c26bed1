import { DiscordAPIError } from 'discord.js';
import { TransientError } from '../../core/errors.ts';

/** Each refusal counts towards Discord's ban of the address (10,000 in ten minutes), whoever caused it. */
const IN_A_ROW = 3;
const REST_MS = 2 * 60_000;

export interface ChannelBrake {
  /** Throws TransientError while the channel rests. */
  guard<T>(channel: string, work: () => Promise<T>): Promise<T>;
  /** Its rights were seen to be enough. True: it had been left alone, so what happened in it may not be known. */
  lift(channel: string): boolean;
}

/** After a few refusals in a row nothing is sent to a channel for a while. A hint of this process, no truth. */
export function makeChannelBrake(clock: { now(): Date }): ChannelBrake {
  const refused = new Map<string, { readonly count: number; readonly at: number }>();
  return {
    async guard(channel, work) {
      const known = refused.get(channel);
      const waitMs = known === undefined || known.count < IN_A_ROW ? 0 : known.at + REST_MS - clock.now().getTime();
      if (waitMs > 0)
        throw new TransientError('channel_refuses', 'Discord refused this channel several times, so it is left alone', {
          retryAfterMs: waitMs,
        });
      try {
        const done = await work();
        refused.delete(channel);
        return done;
      } catch (error) {
        if (error instanceof DiscordAPIError && error.status === 403)
          refused.set(channel, { count: (known?.count ?? 0) + 1, at: clock.now().getTime() });
        throw error;
      }
    },
    lift(channel) {
      const isResting = (refused.get(channel)?.count ?? 0) >= IN_A_ROW;
      refused.delete(channel);
      return isResting;
    },
  };
}
