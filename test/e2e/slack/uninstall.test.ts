import type { Installation } from '@slack/bolt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { disconnect, makePrisma } from '../../../src/adapters/db/client.ts';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { makeSlackInstallations } from '../../../src/adapters/db/slack-installations.ts';
import { makeInstallations } from '../../../src/adapters/slack/installations.ts';
import { makeSeal } from '../../../src/adapters/slack/seal.ts';
import { withDatabase } from '../../support/database.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { makePeople, type SlackApp, startSlackApp } from '../../support/slack-app.ts';
import { QUICK } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const PREVIZ_SECRET = 'a secret of at least thirty-two characters';
const SLACK = { SLACK_CLIENT_ID: 'id', SLACK_CLIENT_SECRET: 'client-secret' };
/** An hour: what is due by then is looked at. */
const LATER_MS = 3_600_000;

describe('a workspace that removes the app', () => {
  const database = withDatabase();
  let run: SlackApp;
  let people: ReturnType<typeof makePeople>;
  let isHeld = true;

  beforeAll(async () => {
    run = await startSlackApp(database.url, 'http', {
      env: { ...SLACK, SLACK_BOT_TOKEN: '', PREVIZ_SECRET },
      parts: QUICK,
      provider: (inner) => ({
        ...inner,
        poll: async (job) => (isHeld ? { kind: 'pending', progress: null, pollAfterMs: 20 } : inner.poll(job)),
      }),
    });
    people = makePeople(run);
  });
  afterAll(() => run?.stop());
  afterEach(() => {
    run.slack.delivery.chaos.enterprise = null;
  });

  const installed = () =>
    withConnection(database.url, async (client) => {
      const found = await client.query<{ id: string }>('select id from slack_installation order by id');
      return found.rows.map(({ id }) => id);
    });
  const install = async (team: string, enterprise: string | null = null) => {
    const prisma = makePrisma(database.url, () => {});
    const { store } = makeInstallations({
      ...{ apiUrl: run.slack.apiUrl, logger: undefined, clientId: 'id', clientSecret: 'client-secret' },
      rows: makeSlackInstallations(prisma),
      seal: makeSeal(PREVIZ_SECRET),
      clock: { now: () => new Date() },
    });
    await store.storeInstallation(toInstallation(team, enterprise));
    await disconnect(prisma);
  };
  const unsent = (channel: string) =>
    withConnection(database.url, async (client) => {
      const found = await client.query(
        `select 1 from outbox where channel_id = '${channel}' and state = 'due' and wanted_rev > sent_rev`,
      );
      return found.rowCount;
    });
  const statusOf = async (channel: string) => (await people.log()).find((line) => line.channel === channel)?.status;
  const remove = (event: Record<string, unknown>) =>
    run.slack.delivery.event({ ...event, event_ts: run.slack.state.ts() });
  const rendering = async (name: string) => {
    isHeld = true;
    const ana = run.slack.person(`${name}-ana`).id;
    const channel = run.slack.channel(name).id;
    await run.slack.delivery.command(ana, channel, `a ${name} house --model quick`);
    await people.root(channel, `a ${name} house`);
    await people.card(channel, 'Asked by');
    await until('it renders', async () => (await statusOf(channel)) === 'rendering');
    return channel;
  };
  /** What renders still is fetched and kept; where it would be shown nobody is called. */
  const expectSilence = async (channel: string) => {
    const before = run.slack.calls.length;
    isHeld = false;
    await until('the clip is kept', async () => (await statusOf(channel)) === 'undeliverable');
    run.pass(LATER_MS);
    await until('nothing is left to send', async () => (await unsent(channel)) === 0);
    expect(run.slack.calls.slice(before).map(({ method }) => method)).toEqual([]);
    expect(run.slack.messages(channel).filter(({ files }) => files.length > 0)).toEqual([]);
  };

  it('hears no more of it: what renders is kept, and nothing is posted', async () => {
    const { team } = run.slack.state;
    await install(team);
    await install('T0OTHER');
    const channel = await rendering('left');

    expect((await remove({ type: 'app_uninstalled' })).status).toBe(200);

    expect(await installed()).toEqual(['T0OTHER']);
    await expectSilence(channel);
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });

  it('as an organisation takes all of its workspaces along, and no other organisation', async () => {
    await install('T0ORG', 'E1');
    await install('T0ORG2', 'E2');
    run.slack.delivery.chaos.enterprise = 'E1';
    const channel = await rendering('organised');

    expect((await remove({ type: 'app_uninstalled' })).status).toBe(200);

    expect(await installed()).toEqual(['E2', 'T0OTHER']);
    await expectSilence(channel);
  });

  it('stays installed where only people’s tokens were revoked, and goes with the bot’s', async () => {
    const { team, bot } = run.slack.state;
    await install(team);

    await remove({ type: 'tokens_revoked', tokens: { oauth: ['U1'] } });
    expect(await installed()).toContain(team);
    const channel = await rendering('revoked');
    await remove({ type: 'tokens_revoked', tokens: { oauth: [], bot: [bot] } });

    expect(await installed()).toEqual(['E2', 'T0OTHER']);
    await expectSilence(channel);
  });
});

const toInstallation = (team: string, enterprise: string | null): Installation => ({
  team: { id: team },
  enterprise: enterprise === null ? undefined : { id: enterprise },
  isEnterpriseInstall: enterprise !== null,
  user: { token: undefined, scopes: undefined, id: 'U1' },
  bot: { token: `xoxb-of-${enterprise ?? team}`, scopes: [], id: 'B1', userId: 'UBOT' },
});
