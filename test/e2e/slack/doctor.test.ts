import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { BOT_EVENTS, BOT_SCOPES } from '../../../src/adapters/slack/subscriptions.ts';
import { runCli } from '../../../src/app/cli.ts';
import { withDatabase } from '../../support/database.ts';
import { type SlackServer, startSlackServer } from '../../support/slack-server/slack-server.ts';

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
