import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './read-body.ts';
import type { SocketHub } from './socket-hub.ts';
import type { FakeState } from './state.ts';

/** How the app is reached. */
export type Target =
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'socket' }
  | { readonly kind: 'nowhere' };

interface DeliveryDeps {
  readonly state: FakeState;
  readonly hub: SocketHub;
  readonly later: (ms: number, work: () => void) => void;
  readonly replyUrl: () => string;
  readonly signingSecret: string;
}

/** What Slack heard from the app: the status over HTTP (200 for an acknowledged envelope), and the body. */
export interface Heard {
  readonly status: number;
  readonly body: unknown;
}

/** Slack waits so long for an acknowledgement. */
const WAIT_MS = 3_000;
/** Slack's second and third try come after a minute and five; here they come at once. */
const TRIES = 3;

export type Kind = 'events_api' | 'slash_commands' | 'interactive';

/** Carries what people do to the app, signed over HTTP or in envelopes over Socket Mode; events are sent again until acknowledged. */
export function makeDelivery(deps: DeliveryDeps) {
  const { state, hub } = deps;
  let target: Target = { kind: 'nowhere' };
  /** Chaos: each delivery is made so often; the first answers of events are not heard. `enterprise`: installed for it. */
  const chaos = { copies: 1, deafTo: 0, triggersRunOut: false, enterprise: null as string | null };
  /** Events that are kept back; let go in the opposite order. */
  let held: (() => Promise<Heard>)[] | null = null;
  const liveReplies = new Set<string>();

  const once = async (kind: Kind, payload: Record<string, unknown>, retry: number): Promise<Heard> => {
    if (target.kind === 'nowhere') return { status: 0, body: null };
    if (target.kind === 'socket') {
      const heard = await hub.deliver(
        {
          envelope_id: randomUUID(),
          type: kind,
          payload,
          accepts_response_payload: true,
          retry_attempt: retry,
          ...(retry > 0 ? { retry_reason: 'timeout' } : {}),
        },
        WAIT_MS,
      );
      return heard === null ? { status: 0, body: null } : { status: 200, body: heard.payload };
    }
    return post(target.url, kind, payload, { retry, signingSecret: deps.signingSecret });
  };

  const deliver = async (kind: Kind, payload: Record<string, unknown>): Promise<Heard> => {
    if (held !== null && kind === 'events_api') {
      held.push(() => deliver(kind, payload));
      return { status: 0, body: null };
    }
    const copies = await Promise.all(
      Array.from({ length: kind === 'events_api' ? chaos.copies : 1 }, () => once(kind, payload, 0)),
    );
    const [first = { status: 0, body: null }] = copies;
    let heard = first;
    for (let retry = 1; kind === 'events_api' && retry <= TRIES; retry += 1) {
      const isDeaf = chaos.deafTo > 0;
      if (isDeaf) chaos.deafTo -= 1;
      if (heard.status === 200 && !isDeaf) break;
      heard = await once(kind, payload, retry);
    }
    return heard;
  };

  const trigger = (user: string): string => {
    const id = `${state.id('')}.${user}.${randomUUID()}`;
    if (chaos.triggersRunOut) return id;
    state.triggers.add(id);
    deps.later(3_000, () => state.triggers.delete(id));
    return id;
  };
  const responseUrl = (user: string): string => {
    const id = `${user}/${randomUUID()}`;
    liveReplies.add(id);
    return `${deps.replyUrl()}reply/${id}`;
  };
  const eventBody = (event: Record<string, unknown>, eventId: string) => ({
    ...{ token: 'x', team_id: state.team, api_app_id: 'A1', type: 'event_callback', event_id: eventId },
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [
      {
        ...{ enterprise_id: chaos.enterprise, team_id: chaos.enterprise === null ? state.team : null },
        ...{ user_id: state.bot, is_bot: true, is_enterprise_install: chaos.enterprise !== null },
      },
    ],
    ...(chaos.enterprise === null ? {} : { enterprise_id: chaos.enterprise, context_team_id: state.team }),
    is_ext_shared_channel: false,
    event,
  });

  return {
    chaos,
    aim(to: Target): void {
      target = to;
    },
    expireReplies: () => liveReplies.clear(),
    hold(): void {
      held = [];
    },
    /** Delivers what was held, the last event first. */
    async releaseReversed(): Promise<readonly number[]> {
      const waiting = (held ?? []).toReversed();
      held = null;
      const heard: number[] = [];
      for (const send of waiting) heard.push((await send()).status);
      return heard;
    },
    raw: deliver,
    event: (event: Record<string, unknown>, eventId = `Ev${randomUUID()}`) =>
      deliver('events_api', eventBody(event, eventId)),
    command: (user: string, channel: string, text: string) =>
      deliver('slash_commands', {
        ...{
          token: 'x',
          team_id: state.team,
          team_domain: 'studio',
          channel_id: channel,
          channel_name: state.channels.get(channel)?.name ?? 'directmessage',
        },
        ...{
          user_id: user,
          user_name: state.users.get(user)?.name ?? user,
          command: '/previz',
          // As everywhere in Slack, whatever the manifest's should_escape says of names and links.
          text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
          api_app_id: 'A1',
          is_enterprise_install: String(chaos.enterprise !== null),
          ...(chaos.enterprise === null ? {} : { enterprise_id: chaos.enterprise }),
        },
        response_url: responseUrl(user),
        trigger_id: trigger(user),
      }),
    mention: (user: string, channel: string, text: string, thread: string | null) => {
      const ts = state.ts();
      return deliver(
        'events_api',
        eventBody(
          {
            ...{
              type: 'app_mention',
              user,
              text: `<@${state.bot}> ${text}`,
              ts,
              channel,
              event_ts: ts,
              client_msg_id: randomUUID(),
              team: state.team,
            },
            ...(thread === null ? {} : { thread_ts: thread, parent_user_id: state.bot }),
          },
          `Ev${randomUUID()}`,
        ),
      );
    },
    interactive: (user: string, payload: Record<string, unknown>) =>
      deliver('interactive', {
        // https://docs.slack.dev/enterprise/developing-for-enterprise-orgs: an organisation's installation has no team.
        team: chaos.enterprise === null ? { id: state.team, domain: 'studio' } : null,
        user: {
          id: user,
          username: state.users.get(user)?.name,
          name: state.users.get(user)?.name,
          team_id: state.team,
        },
        api_app_id: 'A1',
        token: 'x',
        trigger_id: trigger(user),
        enterprise: chaos.enterprise === null ? null : { id: chaos.enterprise, name: 'Org' },
        is_enterprise_install: chaos.enterprise !== null,
        ...payload,
      }),
    responseUrl,
    async reply(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
      const body = JSON.parse(await readBody(request)) as Record<string, unknown>;
      if (!liveReplies.has(id)) return void response.writeHead(404).end('used_url');
      state.replies.push({ user: id.split('/')[0] ?? '', body });
      response.writeHead(200).end('ok');
    },
  };
}

export type Delivery = ReturnType<typeof makeDelivery>;

/** One signed request, as Slack sends it. */
export async function post(
  url: string,
  kind: Kind,
  payload: Record<string, unknown>,
  how: { readonly retry?: number; readonly signingSecret: string; readonly at?: Date },
): Promise<Heard> {
  const body = toHttpBody(kind, payload);
  const timestamp = String(Math.floor((how.at ?? new Date()).getTime() / 1_000));
  const signature = `v0=${createHmac('sha256', how.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
        ...(how.retry === undefined || how.retry === 0
          ? {}
          : { 'x-slack-retry-num': String(how.retry), 'x-slack-retry-reason': 'http_timeout' }),
      },
      body,
      signal: AbortSignal.timeout(WAIT_MS),
    });
    const text = await answer.text();
    return { status: answer.status, body: readAnswer(text) };
  } catch {
    return { status: 0, body: null };
  }
}

const readAnswer = (text: string): unknown => (text.startsWith('{') ? JSON.parse(text) : text);

function toHttpBody(kind: Kind, payload: Record<string, unknown>): string {
  if (kind === 'events_api') return JSON.stringify(payload);
  if (kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}
