import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { withConnection } from '../../src/adapters/db/connect.ts';
import { type AppProcess, startAppProcess } from './app-process.ts';
import { withDatabase } from './database.ts';
import { later } from './later.ts';
import { SIGNING_SECRET, type Transport } from './slack-app.ts';
import { startSlackServer } from './slack-server/slack-server.ts';

/** For the tests of a `describe`: Previz in processes of its own, with their Slack over HTTP or Socket Mode. */
export function withSlackProcesses(transport: Transport) {
  const database = withDatabase();
  let made: Awaited<ReturnType<typeof makeSlackProcesses>> | null = null;
  beforeAll(async () => {
    made = await makeSlackProcesses(database.url, transport);
  });
  afterAll(() => made?.stop());
  return { database, rig: later(() => made) };
}

/** On one database and data folder. */
async function makeSlackProcesses(databaseUrl: string, transport: Transport) {
  const slack = await startSlackServer({ signingSecret: SIGNING_SECRET });
  const dataDir = await mkdtemp(join(tmpdir(), 'previz-slack-processes-'));
  const running = new Set<AppProcess>();
  if (transport === 'socket') slack.delivery.aim({ kind: 'socket' });
  return {
    slack,
    async start(only: string): Promise<AppProcess> {
      const started = await startAppProcess(
        {
          ...{ DATABASE_URL: databaseUrl, PREVIZ_DATA: dataDir, PREVIZ_SECRET: 'x'.repeat(32) },
          ...{ SLACK_BOT_TOKEN: 'xoxb-test', SLACK_API_URL: slack.apiUrl },
          ...(transport === 'http' ? { SLACK_SIGNING_SECRET: SIGNING_SECRET } : { SLACK_APP_TOKEN: 'xapp-test' }),
        },
        ['start', '--only', only],
      );
      running.add(started);
      if (transport === 'http' && started.url !== '')
        slack.delivery.aim({ kind: 'http', url: `${started.url}slack/events` });
      return started;
    },
    /** What a dead process held is free, as if its leases had run out. */
    freeLeases: () =>
      withConnection(databaseUrl, async (client) => {
        await client.query('update outbox set lease_until = null');
        await client.query('delete from lease');
      }),
    async stop(): Promise<void> {
      for (const process of running) await process.stop();
      await slack.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
