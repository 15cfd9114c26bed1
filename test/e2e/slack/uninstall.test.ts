import { afterEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '../../support/invariants.ts';
import { BY_CLICK, openInstallations, toInstallation } from '../../support/slack-installations.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

/** An hour: what is due by then is looked at. */
const LATER_MS = 3_600_000;

describe('a workspace that removes the app', () => {
  const { ask, database, people, rows, run, slack } = withSlack({
    env: BY_CLICK,
    provider: (inner) => ({
      ...inner,
      poll: async (job) => (isHeld ? { kind: 'pending', progress: null, pollAfterMs: 20 } : inner.poll(job)),
    }),
  });
  let isHeld = true;

  afterEach(() => {
    slack.delivery.chaos.enterprise = null;
  });

  const installed = async (): Promise<string[]> =>
    (await rows('select id from slack_installation order by id')).map(({ id }) => id);
  const install = async (team: string, enterprise: string | null = null) => {
    const { store, close } = openInstallations(database.url, slack.apiUrl);
    await store.storeInstallation(toInstallation(team, enterprise));
    await close();
  };
  const unsent = (channel: string) =>
    rows(
      `select 1 from outbox where channel_id = '${channel}' and state = 'due' and wanted_rev > sent_rev and not closed`,
    );
  const statusOf = async (channel: string) => (await people.line(channel))?.status;
  const remove = (event: Record<string, unknown>) => slack.delivery.event({ ...event, event_ts: slack.state.ts() });
  const rendering = async (name: string) => {
    isHeld = true;
    const { channel } = await ask(name, `a ${name} house`);
    await people.card(channel, 'Asked by');
    await until('it renders', async () => (await statusOf(channel)) === 'rendering');
    return channel;
  };
  /** What renders still is fetched and kept; where it would be shown nobody is called. */
  const expectSilence = async (channel: string) => {
    const before = slack.calls.length;
    isHeld = false;
    await until('the clip is kept', async () => (await statusOf(channel)) === 'undeliverable');
    run.pass(LATER_MS);
    // What stands there waits for the app to come back.
    await until('nothing is left to send', async () => (await unsent(channel)).length === 0);
    expect(slack.calls.slice(before).map(({ method }) => method)).toEqual([]);
    expect(slack.messages(channel).filter(({ files }) => files.length > 0)).toEqual([]);
  };

  it('hears no more of it: what renders is kept, and nothing is posted', async () => {
    const { team } = slack.state;
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
    slack.delivery.chaos.enterprise = 'E1';
    const channel = await rendering('organised');

    expect((await remove({ type: 'app_uninstalled' })).status).toBe(200);

    expect(await installed()).toEqual(['E2', 'T0OTHER']);
    await expectSilence(channel);
  });

  it('stays installed where only people’s tokens were revoked, and goes with the bot’s', async () => {
    const { team, bot } = slack.state;
    await install(team);

    await remove({ type: 'tokens_revoked', tokens: { oauth: ['U1'] } });
    expect(await installed()).toContain(team);
    const channel = await rendering('revoked');
    await remove({ type: 'tokens_revoked', tokens: { oauth: [], bot: [bot] } });

    expect(await installed()).toEqual(['E2', 'T0OTHER']);
    await expectSilence(channel);
  });
});
