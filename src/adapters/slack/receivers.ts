import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type App, HTTPReceiver, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import { UserError } from '../../core/errors.ts';
import type { CallDeps, SlackLogger } from './calls.ts';
import { clientOptions } from './calls.ts';
import { explainToken } from './explain-token.ts';
import { keepConnected } from './keep-connected.ts';
import { EVENTS_PATH } from './paths.ts';

/** Signatures may be this much older or younger than our clock; Bolt itself refuses only the old ones. */
const MAX_SKEW_SECONDS = 300;

/**
 * Bolt acknowledges events before their listeners run. Here every delivery is acknowledged after them: an act that
 * could not be recorded is not acknowledged, and Slack sends it again.
 */
function acknowledgeAfter(app: App): Pick<App, 'processEvent'> {
  return {
    async processEvent(event: ReceiverEvent) {
      let answer: { readonly body: unknown } | null = null;
      await app.processEvent({
        ...event,
        ack: async (body?: unknown) => {
          answer = { body };
        },
      });
      const given = answer as { readonly body: unknown } | null; // assigned inside the callback
      if (given !== null) await event.ack(given.body);
    },
  };
}

/** HTTP on a server that is not Bolt's: the app's own, on its one port. */
export interface HttpTransport {
  readonly receiver: Receiver;
  /** Answers POST /slack/events; false where the request is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

export function makeHttpTransport(deps: {
  readonly signingSecret: string;
  readonly logger: SlackLogger;
  readonly clock: { now(): Date };
}): HttpTransport {
  const bolt = new HTTPReceiver({
    signingSecret: deps.signingSecret,
    endpoints: EVENTS_PATH,
    ...(deps.logger === undefined ? {} : { logger: deps.logger }),
  });
  const listener: RequestListener = bolt.requestListener;
  return {
    receiver: {
      // Bolt's receivers call nothing of the app but processEvent.
      init: (app) => bolt.init(acknowledgeAfter(app) as App),
      start: async () => undefined,
      stop: async () => undefined,
    },
    handle(request, response) {
      if (request.method !== 'POST' || request.url?.split('?')[0] !== EVENTS_PATH) return false;
      if (isFuture(request, deps.clock.now())) {
        response.writeHead(401).end();
        request.resume();
      } else listener(request, response);
      return true;
    },
  };
}

function isFuture({ headers }: IncomingMessage, now: Date): boolean {
  const stamp = Number(headers['x-slack-request-timestamp']);
  return !Number.isFinite(stamp) || stamp - now.getTime() / 1_000 > MAX_SKEW_SECONDS;
}

/** Socket Mode: no public address. `onConnected` is told of each connection: what was sent before it may be lost. */
export function makeSocketTransport(
  deps: Pick<CallDeps, 'apiUrl' | 'logger'> & {
    readonly appToken: string;
    readonly onConnected: () => void;
    readonly report: (error: unknown) => void;
  },
): { readonly receiver: Receiver } {
  const bolt = new SocketModeReceiver({
    appToken: deps.appToken,
    ...(deps.logger === undefined ? {} : { logger: deps.logger }),
    installerOptions: { clientOptions: clientOptions(deps) },
    // Five seconds, its default, cut healthy connections on slow networks (211 a day were reported).
    clientPingTimeout: 15_000,
    serverPingTimeout: 60_000,
    autoReconnectEnabled: false,
  });
  const kept = keepConnected(bolt.client, deps.report);
  bolt.client.on('connected', deps.onConnected);
  return {
    receiver: {
      init: (app) => bolt.init(acknowledgeAfter(app) as App),
      async start() {
        const started = await bolt.start().catch((error: unknown) => {
          throw new UserError('no_socket', explainToken('SLACK_APP_TOKEN', error, deps.apiUrl), { cause: error });
        });
        kept.begin();
        return started;
      },
      stop() {
        kept.stop();
        return bolt.stop();
      },
    },
  };
}
