import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningApp, startApp } from '../../src/app/commands/start.ts';
import type { Parts } from '../../src/app/compose.ts';
import { readConfig } from '../../src/app/config.ts';
import type { LogLine } from '../../src/core/ports/log-store.ts';
import type { VideoProvider } from '../../src/core/ports/video-provider.ts';
import { type InstantProvider, instantModel, makeInstantProvider } from './instant-provider.ts';
import { type SlackServer, startSlackServer } from './slack-server/slack-server.ts';
import type { FakeMessage } from './slack-server/state.ts';
import { tinyClip } from './tiny-clip.ts';
import { until } from './until.ts';

export const SIGNING_SECRET = 'test-signing-secret';

export interface SlackApp {
  readonly slack: SlackServer;
  readonly app: RunningApp;
  readonly provider: InstantProvider;
  readonly dataDir: string;
  /** Moves the app's clock on. */
  pass(ms: number): void;
  stop(): Promise<void>;
}

export type Transport = 'http' | 'socket';

/** The whole app on the test's own Slack: `quick` is a free model whose clip is there at once, `dear` costs $0.50 a second. */
export async function startSlackApp(
  databaseUrl: string,
  transport: Transport,
  options: {
    readonly env?: Record<string, string>;
    readonly provider?: (inner: VideoProvider) => VideoProvider;
    readonly parts?: Partial<Parts>;
  } = {},
): Promise<SlackApp> {
  const slack = await startSlackServer({ signingSecret: SIGNING_SECRET });
  const dataDir = await mkdtemp(join(tmpdir(), 'previz-slack-'));
  const clip = await tinyClip(5);
  const provider = makeInstantProvider(() => clip);
  const used = options.provider?.(provider) ?? provider;
  let aheadMs = 0;
  const app = await startApp({
    config: readConfig({
      ...{ DATABASE_URL: databaseUrl, PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent' },
      ...{ SLACK_BOT_TOKEN: 'xoxb-test', SLACK_API_URL: slack.apiUrl },
      ...(transport === 'http' ? { SLACK_SIGNING_SECRET: SIGNING_SECRET } : { SLACK_APP_TOKEN: 'xapp-test' }),
      ...options.env,
    }),
    only: ['slack', 'worker'],
    terminal: { out: () => {}, err: () => {} },
    parts: {
      // A busy machine is no reason to send anything again; what is told where it takes too long has tests of its own.
      recordMs: 30_000,
      clock: { now: () => new Date(Date.now() + aheadMs) },
      providers: new Map([
        ['quick', used],
        ['dear', used],
      ]),
      models: [instantModel('quick', 0n), instantModel('dear', 500_000n)],
      ...options.parts,
    },
  });
  slack.delivery.aim(transport === 'http' ? { kind: 'http', url: `${app.url ?? ''}slack/events` } : { kind: 'socket' });
  return {
    ...{ slack, app, provider, dataDir },
    pass(ms) {
      aheadMs += ms;
    },
    async stop() {
      slack.delivery.aim({ kind: 'nowhere' });
      await app.stop();
      await slack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Everything that can be read in a message, escapes undone. */
export function textOf(message: Pick<FakeMessage, 'text' | 'blocks'>): string {
  const parts: string[] = [message.text];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const inner of value) walk(inner);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && ['text', 'alt_text', 'user_id', 'fallback', 'url'].includes(name))
        parts.push(inner);
      else walk(inner);
    }
  };
  walk(message.blocks);
  return parts
    .join('\n')
    .replaceAll('\u200b', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export interface Pressable {
  readonly action_id: string;
  readonly value: string;
  readonly label: string;
}

export function buttonsOf(message: Pick<FakeMessage, 'blocks'>): readonly Pressable[] {
  const blocks = message.blocks as readonly { type: string; elements?: readonly Record<string, unknown>[] }[];
  return blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => elements ?? [])
    .map((element) => ({
      action_id: String(element['action_id']),
      value: String(element['value']),
      label: String((element['text'] as { text?: string } | undefined)?.text),
    }));
}

/** What people do in the test's Slack, and what they see there. */
export function makePeople({ slack, app }: Pick<SlackApp, 'slack' | 'app'>) {
  const find = (what: string, look: () => FakeMessage | undefined) => until(what, async () => look(), 60_000);
  return {
    root: (channel: string, words: string) =>
      find(`root ${words}`, () =>
        slack.messages(channel).find((message) => message.thread_ts === null && textOf(message).includes(words)),
      ),
    clip: (channel: string, thread: string, nth = 0) =>
      find(
        'clip',
        () =>
          slack.messages(channel).filter((message) => message.thread_ts === thread && message.files.length > 0)[nth],
      ),
    card: (channel: string, words: string) =>
      find(`card ${words}`, () =>
        slack.messages(channel).find((message) => message.thread_ts !== null && textOf(message).includes(words)),
      ),
    note: (user: string, words: string) =>
      find(`note ${words}`, () =>
        slack.state.messages.find((message) => message.only === user && textOf(message).includes(words)),
      ),
    press: (user: string, message: FakeMessage, label: string) => {
      const button = buttonsOf(message).find((one) => one.label.startsWith(label));
      if (button === undefined)
        throw new Error(
          `no button ${label} among ${buttonsOf(message)
            .map((one) => one.label)
            .join(', ')}`,
        );
      const isPrivate = message.only !== null;
      return slack.delivery.interactive(user, {
        type: 'block_actions',
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: message.channel,
          is_ephemeral: isPrivate,
          ...(message.thread_ts === null ? {} : { thread_ts: message.thread_ts }),
        },
        channel: { id: message.channel, name: slack.state.channels.get(message.channel)?.name ?? 'directmessage' },
        ...(isPrivate
          ? {}
          : {
              message: {
                type: 'message',
                ts: message.ts,
                text: message.text,
                ...(message.thread_ts === null ? {} : { thread_ts: message.thread_ts }),
              },
            }),
        response_url: slack.delivery.responseUrl(user),
        actions: [
          {
            type: 'button',
            block_id: 'b',
            action_id: button.action_id,
            value: button.value,
            action_ts: slack.state.ts(),
            text: { type: 'plain_text', text: button.label },
          },
        ],
      });
    },
    react: async (user: string, message: FakeMessage, name: string, op: 'add' | 'remove' = 'add') => {
      const { react } = await import('./slack-server/methods.ts');
      react(slack.state, message, { user, name, op });
      await slack.delivery.event({
        type: op === 'add' ? 'reaction_added' : 'reaction_removed',
        ...{ user, reaction: name, item_user: message.user, event_ts: slack.state.ts() },
        item: { type: 'message', channel: message.channel, ts: message.ts },
      });
    },
    async log(): Promise<readonly LogLine[]> {
      const lines: LogLine[] = [];
      const query = { workspace: null, channel: null, words: [], since: null, limit: null };
      for await (const line of app.composed.studio.log.read(query)) lines.push(line);
      return lines;
    },
  };
}
