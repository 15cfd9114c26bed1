import { WebClient } from '@slack/web-api';
import { withConnection } from '../../adapters/db/connect.ts';
import { clientOptions } from '../../adapters/slack/calls.ts';
import { toCoreError } from '../../adapters/slack/errors.ts';
import { explainToken } from '../../adapters/slack/explain-token.ts';
import { BOT_SCOPES } from '../../adapters/slack/subscriptions.ts';
import type { SlackConfig } from '../config-slack.ts';
import type { Finding } from './check-all.ts';

const PART = 'slack';
const well = (text: string): Finding => ({ kind: 'well', part: PART, text });
const wrong = (text: string): Finding => ({ kind: 'wrong', part: PART, text });
const note = (text: string): Finding => ({ kind: 'note', part: PART, text });

/** Looks at as many channels. */
const MAX_CHANNELS = 50;

/** Asks Slack itself: whose token it is, which permissions it lacks, and in which channels the bot is missing. */
export async function checkSlack(config: SlackConfig, databaseUrl: string): Promise<readonly Finding[]> {
  const { workspaces, apiUrl } = config;
  const options = clientOptions({ apiUrl, logger: SILENT });
  const transport = await checkTransport(config, options);
  if (workspaces.kind === 'many') {
    const rows = await readRows<{ count: string }>(
      databaseUrl,
      'select count(*)::text as count from slack_installation',
    );
    return [...transport, note(`installed ${rows[0]?.count ?? 0} times; add it with /slack/install at PUBLIC_URL`)];
  }
  const client = new WebClient(workspaces.botToken, options);
  try {
    const { team, team_id, user, response_metadata } = await client.auth.test();
    const missing = BOT_SCOPES.filter((scope) => response_metadata?.scopes?.includes(scope) === false);
    return [
      ...transport,
      well(`speaks as @${user} in ${team}`),
      ...(missing.length === 0
        ? []
        : [
            wrong(
              `The app lacks ${missing.length === 1 ? 'a permission' : 'permissions'}: ${missing.join(', ')}. Add under OAuth & Permissions → Bot Token Scopes on api.slack.com/apps, then Install App → Reinstall.`,
            ),
          ]),
      ...(await checkChannels(client, databaseUrl, team_id ?? '')),
    ];
  } catch (error) {
    return [...transport, wrong(explainToken('SLACK_BOT_TOKEN', error, apiUrl))];
  }
}

async function checkTransport(
  { transport, apiUrl }: SlackConfig,
  options: ReturnType<typeof clientOptions>,
): Promise<readonly Finding[]> {
  if (transport.kind === 'http')
    return [
      note(
        'over HTTP: Slack must reach /slack/events at PUBLIC_URL. A wrong SLACK_SIGNING_SECRET shows as "bolt warns" in the log.',
      ),
    ];
  try {
    await new WebClient(transport.appToken, options).apps.connections.open();
    return [well('Socket Mode opens')];
  } catch (error) {
    return [wrong(explainToken('SLACK_APP_TOKEN', error, apiUrl))];
  }
}

interface KnownChannel {
  readonly id: string;
  readonly name: string;
}

/** The channels where somebody asked for something before. */
async function checkChannels(client: WebClient, databaseUrl: string, team: string): Promise<readonly Finding[]> {
  const channels = await readRows<KnownChannel>(
    databaseUrl,
    `select id, name from channel where workspace_id = '${team.replace(/\W/g, '')}' and id ~ '^[CG]' order by created_at desc limit ${MAX_CHANNELS}`,
  );
  const findings: Finding[] = [];
  for (const { id } of channels) {
    const state = await lookAt(client, id);
    if (state !== null) findings.push(wrong(state));
  }
  if (findings.length > 0 || channels.length === 0) return findings;
  return [
    well(`is in ${channels.length === 1 ? 'the one channel' : `all ${channels.length} channels`} where it was asked`),
  ];
}

async function lookAt(client: WebClient, id: string): Promise<string | null> {
  const invite = 'Invite it there with /invite @previz.';
  try {
    const { channel } = await client.conversations.info({ channel: id });
    if (channel?.is_archived === true) return null;
    return channel?.is_member === true
      ? null
      : `The bot is not in #${channel?.name ?? id}, where it was asked before. ${invite}`;
  } catch (error) {
    const core = toCoreError('conversations.info', error);
    const isOutside = 'code' in core && core.code === 'channel_not_found';
    return isOutside
      ? `The bot can not see ${id}, where it was asked before. ${invite}`
      : `Channel ${id}: ${core.message}`;
  }
}

const readRows = <Row extends object>(url: string, sql: string): Promise<readonly Row[]> =>
  withConnection(url, async (client) => (await client.query<Row>(sql)).rows);

const nothing = () => undefined;
const SILENT = {
  ...{ debug: nothing, info: nothing, warn: nothing, error: nothing, setLevel: nothing, setName: nothing },
  getLevel: () => 'error' as never, // nothing is written whatever the level
};
