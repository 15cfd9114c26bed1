import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningApp, startApp } from '../../src/app/commands/start.ts';
import type { Parts } from '../../src/app/compose.ts';
import { readConfig } from '../../src/app/config.ts';
import type { VideoProvider } from '../../src/core/ports/video-provider.ts';
import { type InstantProvider, instantModel, makeInstantProvider } from './instant-provider.ts';
import { type SlackServer, startSlackServer } from './slack-server/slack-server.ts';
import type { FakeMessage } from './slack-server/state.ts';
import { tinyClip } from './tiny-clip.ts';

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

export interface SlackAppOptions {
  readonly env?: Record<string, string>;
  readonly provider?: (inner: VideoProvider) => VideoProvider;
  readonly parts?: Partial<Parts>;
}

/** The whole app on the test's own Slack: `quick` is a free model whose clip is there at once, `dear` costs $0.50 a second. */
export async function startSlackApp(
  databaseUrl: string,
  transport: Transport,
  options: SlackAppOptions = {},
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
