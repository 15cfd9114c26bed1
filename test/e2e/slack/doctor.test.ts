import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { BOT_EVENTS, BOT_SCOPES } from '../../../src/adapters/slack/subscriptions.ts';
import { runCli } from '../../../src/app/cli.ts';
import { startApp } from '../../../src/app/commands/start.ts';
import { readConfig } from '../../../src/app/config.ts';
import { withDatabase } from '../../support/database.ts';
import { type SlackServer, startSlackServer } from '../../support/slack-server/slack-server.ts';
import { until } from '../../support/until.ts';

describe('previz doctor with Slack', () => {
  const database = withDatabase();
  let slack: SlackServer;
  let dataDir: string;

  beforeAll(async () => {
    slack = await startSlackServer();
    dataDir = await mkdtemp(join(tmpdir(), 'previz-doctor-'));
  });
  afterAll(async () => {
    await slack.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    let said = '';
    const say = (text: string) => {
      said += text;
    };
    const terminal = {
      env: {
        ...{ DATABASE_URL: database.url, PREVIZ_DATA: dataDir, SLACK_API_URL: slack.apiUrl },
        ...{ SLACK_BOT_TOKEN: 'xoxb-good', SLACK_SIGNING_SECRET: 'secret' },
        ...env,
      },
      ...{ out: say, err: say, isTty: false },
    };
    return { code: await runCli(args, terminal), said };
  };

  it('names a permission that is missing, and where to click', async () => {
    slack.state.scopes = new Set(BOT_SCOPES.filter((scope) => scope !== 'files:write'));

    const { code, said } = await run(['doctor']);

    slack.state.scopes = null;
    expect(said).toMatch(/lacks a permission: files:write\. Add under OAuth & Permissions/);
    expect(code).toBe(1);
  }, 60_000);

  it('names a channel that the bot is not in', async () => {
    const channel = slack.channel('spot-coffee');
    channel.members.delete(slack.state.bot);
    await withConnection(database.url, (client) =>
      client.query(`insert into channel (workspace_id, id) values ('${slack.state.team}', '${channel.id}')`),
    );

    const { said } = await run(['doctor']);

    expect(said).toContain(
      'The bot is not in #spot-coffee, where it was asked before. Invite it there with /invite @previz.',
    );
  }, 60_000);

  it('says in words that the token is wrong', async () => {
    slack.state.revokedTokens.add('xoxb-old');

    const { code, said } = await run(['doctor'], { SLACK_BOT_TOKEN: 'xoxb-old' });

    expect(said).toMatch(/SLACK_BOT_TOKEN: The app was removed from this workspace, or its token was revoked/);
    expect(code).toBe(1);
  }, 60_000);

  it.each([
    [
      'the app token is wrong',
      { SLACK_APP_TOKEN: 'xapp-old' },
      /SLACK_APP_TOKEN: Slack refuses it \(token_revoked\)\. It is made under .*; Socket Mode must be on\.\n/,
    ],
    [
      'Slack is out of reach',
      { SLACK_API_URL: 'http://127.0.0.1:9/api/' },
      /Slack can not be reached at http:\/\/127\.0\.0\.1:9\/api\/, so nothing is known of SLACK_BOT_TOKEN\. Look at the network, and at SLACK_API_URL where it is set\.\n/,
    ],
  ])(
    'says in words that %s',
    async (_, env, words) => {
      slack.state.revokedTokens.add('xapp-old');

      const { code, said } = await run(['doctor'], env);

      expect(said).toMatch(words);
      expect(code).toBe(1);
    },
    60_000,
  );

  it('refuses to start Slack where nothing of it is set, and says what to set', async () => {
    const none = { SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '', SLACK_API_URL: '' };

    for (const only of ['slack', 'slack,worker']) {
      const { code, said } = await run(['start', '--only', only], none);

      expect(said).toBe(
        'Nothing of Slack is set, so there is no Slack to run. Set SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP), or leave slack out of --only. docs/slack.md goes through it step by step.\n',
      );
      expect(code).toBe(2);
    }
  });

  it('says in words at the start that the app token is refused, or that Slack is out of reach', async () => {
    slack.state.revokedTokens.add('xapp-old');
    const refused = await run(['start', '--only', 'slack'], { SLACK_APP_TOKEN: 'xapp-old' });
    const away = await run(['start', '--only', 'slack'], {
      ...{ SLACK_APP_TOKEN: 'xapp-good', SLACK_API_URL: 'http://127.0.0.1:9/api/' },
    });

    expect(refused).toMatchObject({ code: 2, said: expect.stringMatching(/^SLACK_APP_TOKEN: Slack refuses it/) });
    expect(away).toMatchObject({ code: 2, said: expect.stringMatching(/^Slack can not be reached at http/) });
  }, 60_000);

  it('starts with a wrong bot token, and warns in words; it names no playground where there is none', async () => {
    slack.state.revokedTokens.add('xoxb-old');
    let said = '';
    const say = (text: string) => {
      said += text;
    };
    const config = readConfig({
      ...{ DATABASE_URL: database.url, PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: 'silent' },
      ...{ SLACK_BOT_TOKEN: 'xoxb-old', SLACK_SIGNING_SECRET: 'secret', SLACK_API_URL: slack.apiUrl },
    });

    const app = await startApp({ config, only: ['slack'], terminal: { out: say, err: say } });
    await until('the warning', async () => said.includes('SLACK_BOT_TOKEN'));
    await app.stop();

    expect(said).toMatch(/^Previz runs: slack\. Slack reaches it at http:\/\/127\.0\.0\.1:\d+\/slack\/events$/m);
    expect(said).toContain('SLACK_BOT_TOKEN: The app was removed from this workspace, or its token was revoked.');
    expect(said).not.toContain('playground');
  }, 60_000);

  it('names what is missing of a half configured block', async () => {
    const { code, said } = await run(['doctor'], { SLACK_SIGNING_SECRET: '' });

    expect(said).toBe(
      'Slack is half configured: SLACK_BOT_TOKEN is set, but not SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP). Set it, or leave all of them out.\n',
    );
    expect(code).toBe(2);
  });

  it('prints a manifest for either transport, with what the code listens to and no more', async () => {
    const socket = JSON.parse((await run(['slack', 'manifest', '--transport', 'socket'])).said);
    const http = JSON.parse(
      (await run(['slack', 'manifest'], { PUBLIC_URL: 'https://previz.studio.example', PREVIZ_SECRET: 'x'.repeat(32) }))
        .said,
    );

    expect(socket.settings).toMatchObject({
      socket_mode_enabled: true,
      event_subscriptions: { bot_events: BOT_EVENTS },
    });
    expect(JSON.stringify(socket)).not.toContain('request_url');
    expect(http.settings.event_subscriptions.request_url).toBe('https://previz.studio.example/slack/events');
    expect(http.features.slash_commands[0].url).toBe('https://previz.studio.example/slack/events');
    expect(http.oauth_config.scopes.bot).toEqual(BOT_SCOPES);
  });
});
