import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoWeek } from '../../../src/core/budget/period.ts';
import { readPlace } from '../../../src/core/digest/make-digest.ts';
import { channelId, type WorkspaceId, workspaceId } from '../../../src/core/ids.ts';
import type { LogLine } from '../../../src/core/ports/log-store.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { withDatabase } from '../../support/database.ts';
import { type DiscordApp, makeEyes, startDiscordApp } from '../../support/discord-app.ts';
import { textOf as discordText } from '../../support/discord-chat.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { type SlackApp, textOf as slackText, startSlackApp } from '../../support/slack-app.ts';
import { makePeople } from '../../support/slack-people.ts';
import { until } from '../../support/until.ts';

const SCENE = 'a keeper climbs a spiral stair, lantern in hand';
const WINDOW_MS = 10 * 60_000;
const NINE_MS = 9 * 3_600_000;

/** How long until Monday, nine o'clock and a minute, where the channel is. */
async function untilMonday({ directory, clock }: Studio, workspace: WorkspaceId, channel: string): Promise<number> {
  const found = await directory.loadChannel(workspace, channelId(channel));
  if (found === null) throw new Error(`no channel ${channel}`);
  const { timeZone } = readPlace(found).place.settings;
  return isoWeek(clock.now(), timeZone).to.getTime() + NINE_MS + 60_000 - clock.now().getTime();
}

/** That the digest did not arrive is noted with its reason. */
async function noted({ digests }: Studio, workspace: WorkspaceId, channel: string, why: string): Promise<void> {
  const of = { kind: 'channel', workspace, channel: channelId(channel) } as const;
  const trouble = await until('a note', () => digests.findTrouble(of));
  expect(trouble.why).toContain(why);
}

const finalLine = async (what: string, lines: () => Promise<readonly LogLine[]>): Promise<LogLine> =>
  until(what, async () => (await lines()).find(({ decision }) => decision.final_at !== null));

describe('in Slack', () => {
  const database = withDatabase();
  let run: SlackApp;

  beforeAll(async () => {
    run = await startSlackApp(database.url, 'http');
  }, 60_000);
  afterAll(() => run?.stop(), 30_000);

  it('the digest arrives on Monday, once, with its picture and its numbers', { timeout: 60_000 }, async () => {
    const { slack, app } = run;
    const people = makePeople(run);
    const [ana, ben] = [slack.person('ana', { is_admin: true }), slack.person('ben')];
    const channel = slack.channel('previz-lab').id;
    await slack.delivery.command(ana.id, channel, `${SCENE} --seconds 5 --model quick`);
    const clip = await people.clip(channel, (await people.root(channel, SCENE)).ts);
    await people.react(ben.id, clip, 'white_check_mark');
    await until('the vote in the log', async () => (await people.log())[0]?.votes.length === 1);
    run.pass(WINDOW_MS + 1_000);
    const line = await finalLine('a final decision', people.log);
    const clients = slack.channel('with-clients', { is_ext_shared: true }).id;
    await slack.delivery.command(ana.id, clients, `${SCENE} --seconds 5 --model quick`);
    await people.clip(clients, (await people.root(clients, SCENE)).ts);

    const gone = slack.channel('soon-archived');
    await slack.delivery.command(ana.id, gone.id, `${SCENE} --seconds 5 --model quick`);
    await people.clip(gone.id, (await people.root(gone.id, SCENE)).ts);
    gone.is_archived = true;

    run.pass(await untilMonday(app.composed.studio, workspaceId(line.workspace), line.channel));

    const digests = () =>
      slack.messages(channel).filter((message) => message.thread_ts === null && /Week \d+ ·/.test(slackText(message)));
    await until('the digest', async () => digests().length > 0);
    const text = slackText(digests()[0] ?? { text: '', blocks: [] });
    expect(text).toContain('1 take made');
    expect(text).toContain('1 approved');
    expect(text).toContain('Takes: 1 made, 1 decided: approved 1, rejected 0, superseded 0, open 0.');
    // The picture is a file of Slack's own: nothing here has a public address.
    const shown = /"slack_file":\{"id":"(\w+)"\}/.exec(JSON.stringify(digests()[0]?.blocks))?.[1] ?? '';
    expect(slack.state.files.get(shown)).toMatchObject({
      alt: expect.stringContaining('Takes: 1 made, 1 decided'),
      completions: 1,
      shares: [],
    });
    expect(slack.state.files.get(shown)?.received).toBeGreaterThan(10_000);
    // The clip's own message, and not only its name.
    expect(JSON.stringify(digests()[0]?.blocks)).toContain(`/archives/${channel}/p${clip.ts.replace('.', '')}`);
    const told = await until('the owner’s', async () =>
      slack.messages(`D${ana.id}`).find((message) => slackText(message).includes('#with-clients · Week')),
    );
    expect(JSON.stringify(told.blocks)).toContain('"slack_file"');
    await noted(app.composed.studio, workspaceId(line.workspace), gone.id, 'This channel is archived.');
    run.pass(3_600_000);
    await until('everything settled', async () => (await checkInvariants(database.url)).length === 0);
    expect(digests()).toHaveLength(1);
    expect(slack.messages(clients).filter((message) => /Week \d+ ·/.test(slackText(message)))).toEqual([]);
  });
});

describe('in Discord', () => {
  const database = withDatabase();
  let chat: DiscordApp;

  beforeAll(async () => {
    chat = await startDiscordApp(database.url);
  }, 60_000);
  afterAll(() => chat?.stop(), 30_000);

  it('the digest arrives on Monday, once, with its picture and its numbers', { timeout: 60_000 }, async () => {
    const { server, mira, jonas, app } = chat;
    const eyes = makeEyes(chat);
    const channel = server.addChannel(chat.guild);
    const options = [
      { name: 'scene', type: 3, value: SCENE },
      { name: 'model', type: 3, value: 'quick' },
    ] as const;
    server.slash(mira.id, channel.id, 'previz', [...options]);
    const clip = await eyes.clip((await eyes.thread(channel.id, 'a keeper climbs')).id);
    server.react(jonas.id, clip, { emoji: '✅' });
    await until('an approval', async () => (await chat.lines())[0]?.decision.state === 'approved');
    chat.pass(WINDOW_MS + 1_000);
    const line = await finalLine('a final decision', () => chat.lines());
    const clients = server.addChannel(chat.guild);
    server.slash(mira.id, clients.id, 'previz', [...options]);
    await eyes.clip((await eyes.thread(clients.id, 'a keeper climbs')).id);
    const { directory } = app.composed.studio;
    await directory.saveChannel(workspaceId(line.workspace), channelId(clients.id), { policy: { external: true } });

    const now = { name: 'now', type: 1, options: [] } as const;
    const asked = server.slash(mira.id, clients.id, 'previz-team', [{ name: 'digest', type: 2, options: [now] }]);
    expect(JSON.stringify((await eyes.reply(asked, 'so far')).components)).toContain('attachment://still-');
    const edits = server.calls.filter(({ path }) => path.endsWith(`${asked.token}/messages/@original`));
    expect(edits.flatMap(({ files }) => files)).toMatchObject([{ name: expect.stringMatching(/^still-\d+\.png$/) }]);
    const gone = server.addChannel(chat.guild);
    server.slash(mira.id, gone.id, 'previz', [...options]);
    await eyes.clip((await eyes.thread(gone.id, 'a keeper climbs')).id);
    gone.gone = true;

    chat.pass(await untilMonday(app.composed.studio, workspaceId(line.workspace), line.channel));

    const digests = () => eyes.messages(channel.id).filter((message) => /Week \d+ ·/.test(discordText(message)));
    await until('the digest', async () => digests().length > 0);
    expect(discordText(digests()[0] ?? failed())).toContain('1 approved');
    expect(digests()[0]?.attachments).toHaveLength(1);
    expect(JSON.stringify(digests()[0]?.components)).toContain(clip.id);
    const told = await until('the owner’s', async () =>
      [...server.world.channels.values()]
        .filter(({ recipient }) => recipient === mira.id)
        .flatMap(({ messages }) => [...messages.values()])
        .find((message) => /#\S+ · Week \d+/.test(discordText(message))),
    );
    expect(told.attachments).toMatchObject([
      { filename: expect.stringMatching(/png$/), description: expect.stringContaining('Takes: 1 made') },
    ]);
    await noted(app.composed.studio, workspaceId(line.workspace), gone.id, '');
    chat.pass(3_600_000);
    await until('everything settled', async () => (await checkInvariants(database.url)).length === 0);
    expect(digests()).toHaveLength(1);
    expect(eyes.messages(clients.id).filter((message) => /Week \d+ ·/.test(discordText(message)))).toEqual([]);
    expect(server.violations).toEqual([]);
  });
});

function failed(): never {
  throw new Error('no digest');
}
