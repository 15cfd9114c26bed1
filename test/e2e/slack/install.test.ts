import { afterEach, describe, expect, it } from 'vitest';
import { PermanentError } from '../../../src/core/errors.ts';
import { workspaceId } from '../../../src/core/ids.ts';
import { BY_CLICK, installByClick, openInstallations, toInstallation } from '../../support/slack-installations.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('many workspaces', () => {
  const { database, people, rows, run, slack } = withSlack({ env: BY_CLICK });

  it('installs by a click, keeps the token sealed, works with it, and forgets it when the app is removed', async () => {
    const { target, back } = await installByClick(run.app.url);

    const [row] = await rows('select * from slack_installation');
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
    expect(await rows('select * from slack_installation')).toEqual([]);
  });

  /** The same store as another process has it. */
  const open = (now?: () => Date) => {
    const installations = openInstallations(database.url, slack.apiUrl, now);
    opened.push(installations.close);
    return installations;
  };
  const opened: (() => Promise<void>)[] = [];
  afterEach(async () => {
    slack.heal();
    slack.delivery.chaos.enterprise = null;
    for (const close of opened.splice(0)) await close();
  });
  const renewals = () => slack.calls.filter(({ method }) => method === 'oauth.v2.access');
  const inMinutes = (minutes: number) => Date.now() / 1_000 + minutes * 60;

  it('renews a token for work in the background once, in however many processes it is asked for', async () => {
    await open().store.storeInstallation(toInstallation('T2', null, inMinutes(10)));
    const before = renewals().length;

    const tokens = await Promise.all([open(), open(), open()].map((one) => one.botToken(workspaceId('T2'))));
    const later = await open().botToken(workspaceId('T2'));

    const asked = renewals().slice(before);
    expect(asked).toMatchObject([{ args: { grant_type: 'refresh_token', refresh_token: 'xoxe-first-T2' } }]);
    // Whoever did not renew still had a good one.
    for (const token of tokens) expect(['xoxb-of-T2', later]).toContain(token);
    expect(later).toMatch(/^xoxb-renewed/);
    // The next refresh token is the one that this renewal gave: the first is good no more.
    expect(await open(() => new Date(Date.now() + 12 * 3_600_000)).botToken(workspaceId('T2'))).not.toBe(later);
    expect(renewals().at(-1)?.args['refresh_token']).toMatch(/^xoxe-\d+/);
  });

  it('goes on with the token that is still good where the renewal gets no answer', async () => {
    await open().store.storeInstallation(toInstallation('T5', null, inMinutes(10)));
    slack.fail('oauth.v2.access', { kind: 'reset', when: 'before' });

    expect(await open().botToken(workspaceId('T5'))).toBe('xoxb-of-T5');
    const afterTheLease = () => new Date(Date.now() + 60_000);
    expect(await open(afterTheLease).botToken(workspaceId('T5'))).toMatch(/^xoxb-renewed/);
  });

  it.each([
    ['removed', (team: string) => open().remove({ team, enterprise: null }), 'not_installed'],
    ['installed anew', (team: string) => open().store.storeInstallation(toInstallation(team, null, null)), null],
  ] as const)('saves no renewed token over one that was %s meanwhile', async (what, meanwhile, refusal) => {
    const team = `T6${what.length}`;
    await open().store.storeInstallation(toInstallation(team, null, inMinutes(-10)));
    let done: Promise<void> = Promise.resolve();
    slack.during('oauth.v2.access', () => {
      done = meanwhile(team);
      return done;
    });

    const renewed = await open()
      .botToken(workspaceId(team))
      .catch((error: unknown) => error);
    await done;

    if (refusal === null) expect(renewed).toBe(`xoxb-of-${team}`);
    else expect(renewed).toMatchObject({ code: refusal });
    const stored = await rows(`select expires_at from slack_installation where id = '${team}'`);
    expect(stored).toEqual(refusal === null ? [{ expires_at: null }] : []);
  });

  it('finds an organisation’s installation by the team of a payload, and later by the team alone', async () => {
    const installations = open();
    await installations.store.storeInstallation(toInstallation('T3', 'E1', null));

    await expect(installations.botToken(workspaceId('T4'))).rejects.toBeInstanceOf(PermanentError);
    await installations.authorize({ team: 'T4', enterprise: 'E1' });

    expect(await installations.botToken(workspaceId('T4'))).toBe('xoxb-of-E1');
  });

  it('keeps the organisation’s installation when one of its workspaces removes its own', async () => {
    const installations = open();
    await installations.store.storeInstallation(toInstallation('T7', 'E7', null));
    await installations.store.storeInstallation(toInstallation('T7', null, null));

    await installations.remove({ team: 'T7', enterprise: 'E7' });
    expect(await installations.authorize({ team: 'T7', enterprise: 'E7' })).toMatchObject({ botToken: 'xoxb-of-E7' });

    await installations.remove({ team: 'T7', enterprise: 'E7' });
    await expect(installations.authorize({ team: 'T7', enterprise: 'E7' })).rejects.toMatchObject({
      code: 'not_installed',
    });
  });

  it('works in a workspace of an organisation: a command, a press and a vote, none of which names its team', async () => {
    await open().store.storeInstallation(toInstallation(slack.state.team, 'E9', null));
    slack.delivery.chaos.enterprise = 'E9';
    const [ana, ben] = [slack.person('org-ana').id, slack.person('org-ben').id];
    const channel = slack.channel('org').id;

    await slack.delivery.command(ana, channel, 'a tower of many floors --model quick');
    const root = await people.root(channel, 'a tower');
    const first = await people.clip(channel, root.ts);
    await people.react(ben, first, 'white_check_mark');
    const card = await people.card(channel, 'Approved by');
    await people.press(ana, card, 'Retake');
    const second = await people.clip(channel, root.ts, 1);

    expect(second.thread_ts).toBe(root.ts);
    expect(slack.calls.filter(({ token }) => token === 'xoxb-of-E9').length).toBeGreaterThan(5);
  });
});
