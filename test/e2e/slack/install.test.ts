import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installation } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disconnect, makePrisma } from '../../../src/adapters/db/client.ts';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { makeSlackInstallations } from '../../../src/adapters/db/slack-installations.ts';
import { makeInstallations } from '../../../src/adapters/slack/installations.ts';
import { makeSeal } from '../../../src/adapters/slack/seal.ts';
import { type RunningApp, startApp } from '../../../src/app/commands/start.ts';
import { readConfig } from '../../../src/app/config.ts';
import { PermanentError } from '../../../src/core/errors.ts';
import { workspaceId } from '../../../src/core/ids.ts';
import { withDatabase } from '../../support/database.ts';
import { type SlackServer, startSlackServer } from '../../support/slack-server/slack-server.ts';
import { until } from '../../support/until.ts';

const SECRET = 'a secret of at least thirty-two characters';

describe('many workspaces', () => {
  const database = withDatabase();
  let slack: SlackServer;
  let app: RunningApp;
  let dataDir: string;

  beforeAll(async () => {
    slack = await startSlackServer();
    dataDir = await mkdtemp(join(tmpdir(), 'previz-install-'));
    app = await startApp({
      config: readConfig({
        ...{ DATABASE_URL: database.url, PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: 'silent', PREVIZ_SECRET: SECRET },
        ...{ SLACK_CLIENT_ID: 'id', SLACK_CLIENT_SECRET: 'client-secret', SLACK_SIGNING_SECRET: 'test-signing-secret' },
        SLACK_API_URL: slack.apiUrl,
      }),
      only: ['slack', 'worker'],
      terminal: { out: () => {}, err: () => {} },
    });
    slack.delivery.aim({ kind: 'http', url: `${app.url}slack/events` });
  });
  afterAll(async () => {
    await app.stop();
    await slack.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const rowsOf = (sql: string) => withConnection(database.url, async (client) => (await client.query(sql)).rows);

  it('installs by a click, keeps the token sealed, works with it, and forgets it when the app is removed', async () => {
    const begun = await fetch(`${app.url}slack/install`, { redirect: 'manual' });
    const target = new URL(begun.headers.get('location') ?? '');
    const state = target.searchParams.get('state') ?? '';
    const cookie = begun.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');

    const back = await fetch(`${app.url}slack/oauth_redirect?code=good&state=${encodeURIComponent(state)}`, {
      headers: { cookie },
    });
    const [row] = await rowsOf('select * from slack_installation');
    expect(target.searchParams.get('scope')).toContain('files:write');
    expect(back.status).toBe(200);
    expect(row).toMatchObject({ id: slack.state.team });
    expect(row.sealed).not.toContain('xoxb');

    const ana = slack.person('ana').id;
    const channel = slack.channel('lab').id;
    await slack.delivery.command(ana, channel, 'status');
    await until('a private answer', async () => slack.state.messages.find(({ only }) => only === ana));
    expect(slack.calls.find(({ method }) => method === 'chat.postEphemeral')?.token).toBe('xoxb-installed-good');

    await slack.delivery.event({
      type: 'tokens_revoked',
      tokens: { bot: [slack.state.bot] },
      event_ts: slack.state.ts(),
    });
    expect(await rowsOf('select * from slack_installation')).toEqual([]);
  });

  it('renews a token for work in the background once, whoever asks at the same time', async () => {
    const prisma = makePrisma(database.url, () => {});
    const open = () =>
      makeInstallations({
        ...{ apiUrl: slack.apiUrl, logger: undefined, clientId: 'id', clientSecret: 'client-secret' },
        rows: makeSlackInstallations(prisma),
        seal: makeSeal(SECRET),
        clock: { now: () => new Date() },
      });
    await open().store.storeInstallation(toInstallation('T2', null, Date.now() / 1_000 + 600));
    const before = slack.calls.length;

    const first = await open().botToken(workspaceId('T2'));
    const others = await Promise.all([open().botToken(workspaceId('T2')), open().botToken(workspaceId('T2'))]);

    const asked = slack.calls.slice(before).filter(({ method }) => method === 'oauth.v2.access');
    expect(asked).toMatchObject([{ args: { grant_type: 'refresh_token', refresh_token: 'xoxe-1' } }]);
    expect(first).toMatch(/^xoxb-renewed/);
    expect(others).toEqual([first, first]);
    await disconnect(prisma);
  });

  it('finds an organisation’s installation by the team of a payload, and later by the team alone', async () => {
    const prisma = makePrisma(database.url, () => {});
    const installations = makeInstallations({
      ...{ apiUrl: slack.apiUrl, logger: undefined, clientId: 'id', clientSecret: 'client-secret' },
      rows: makeSlackInstallations(prisma),
      seal: makeSeal(SECRET),
      clock: { now: () => new Date() },
    });
    await installations.store.storeInstallation(toInstallation('T3', 'E1', null));

    await expect(installations.botToken(workspaceId('T4'))).rejects.toBeInstanceOf(PermanentError);
    await installations.authorize({ team: 'T4', enterprise: 'E1' });

    expect(await installations.botToken(workspaceId('T4'))).toBe('xoxb-of-E1');
    await disconnect(prisma);
  });
});

const toInstallation = (team: string, enterprise: string | null, expiresAt: number | null): Installation => ({
  team: { id: team },
  enterprise: enterprise === null ? undefined : { id: enterprise },
  isEnterpriseInstall: enterprise !== null,
  user: { token: undefined, scopes: undefined, id: 'U1' },
  bot: {
    token: `xoxb-of-${enterprise ?? team}`,
    scopes: [],
    id: 'B1',
    userId: 'UBOT',
    ...(expiresAt === null ? {} : { expiresAt, refreshToken: 'xoxe-1' }),
  },
});
