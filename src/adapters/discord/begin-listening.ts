import { TransientError } from '../../core/errors.ts';
import { within } from '../../core/within.ts';
import { TOKEN_REFUSED, toCoreError } from './errors.ts';
import type { Gateway } from './gateway.ts';
import { untilDone } from './until-done.ts';

/** Why nothing is heard from Discord yet, in words; it is tried on. */
export interface StartProblem {
  readonly isTokenRefused: boolean;
  readonly words: string;
}

interface Deps {
  /** null: Discord itself. */
  readonly apiUrl: string | null;
  readonly stopped: AbortSignal;
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
}

/** A start waits so long for the first connection; many shards take longer, one every five seconds. */
const FIRST_MS = 10_000;

/** Connects, however long it takes: a refused token is tried again once a minute. Resolves when the first try is over, or takes long. */
export async function beginListening(gateway: Gateway, deps: Deps): Promise<StartProblem | null> {
  const first = Promise.withResolvers<StartProblem | null>();
  void untilDone(() => gateway.start(), {
    stopped: deps.stopped,
    failed(error) {
      deps.report({ error }, 'the gateway can not be reached; trying again');
      first.resolve(explain(error, deps.apiUrl));
    },
  }).then(() => first.resolve(null));
  try {
    return await within(FIRST_MS, first.promise);
  } catch (error) {
    return explain(error, deps.apiUrl);
  }
}

const DISCORD = 'https://discord.com/api';

function explain(error: unknown, apiUrl: string | null): StartProblem {
  const core = toCoreError('the gateway', error);
  if (core instanceof TransientError && core.code === TOKEN_REFUSED)
    return {
      isTokenRefused: true,
      words:
        'DISCORD_TOKEN: Discord refuses it. Reset it under Bot on the app’s page at discord.com/developers/applications, set it anew, and start again.',
    };
  return {
    isTokenRefused: false,
    words: `Discord can not be reached at ${apiUrl ?? DISCORD} yet; it is tried again by itself. Look at the network, and at DISCORD_API_URL where it is set.`,
  };
}
