import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderJob } from '../../../src/core/ports/video-provider.ts';
import { instantModel } from '../../support/instant-provider.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { buttonsOf, textOf } from '../../support/slack-app.ts';
import { QUICK, withSlack } from '../../support/slack-story.ts';
import { tinyClip } from '../../support/tiny-clip.ts';
import { until } from '../../support/until.ts';

const ELEVEN_MINUTES = 11 * 60_000;
const isSlow = ({ request }: ProviderJob) => request.scene.includes('endless');
const bytesOf = (bytes: Uint8Array) =>
  (async function* () {
    yield bytes;
  })();
const DISPOSITIONS = [
  ['Boarded', 'boarded'],
  ['Client deck', 'client-deck'],
  ['Cut', 'cut'],
  ['Reference', 'reference'],
] as const;

describe('what a team does with a take in Slack', () => {
  const { ask, database, people, rows, run, slack } = withSlack({
    parts: {
      ...QUICK,
      models: [{ ...instantModel('quick', 0n), startsFrom: ['extend'] }, instantModel('dear', 500_000n)],
    },
    provider: (inner) => ({
      ...inner,
      poll: async (job) => (isSlow(job) ? { kind: 'pending', progress: null, pollAfterMs: 20 } : inner.poll(job)),
      // What goes on where a clip ends comes with that clip.
      open: async (job) => (job.request.source === undefined ? inner.open(job) : bytesOf(await tinyClip(6))),
      cancel: async () => ({ kind: 'canceled', billing: { kind: 'free' } }),
    }),
  });
  let owner: string;

  beforeAll(async () => {
    owner = slack.person('review-owner', { is_admin: true }).id;
  });
  // As a minute would: the budget of edits goes by the database's own clock.
  beforeEach(() => rows('delete from slack_edits'));

  const takesOf = async (channel: string) => (await people.lines(channel)).toSorted((a, b) => a.take - b.take);
  const cardOf = (channel: string, take: number) =>
    until(`the card of take ${take}`, async () =>
      slack
        .messages(channel)
        .find((one) => textOf(one).includes(`take ${take}`) && textOf(one).includes('Asked by') && one.thread_ts),
    );
  const labelled = (channel: string, take: number, label: string) =>
    until(`${label} on the card of take ${take}`, async () => {
      const card = await cardOf(channel, take);
      return buttonsOf(card).some((button) => button.label.startsWith(label)) && card;
    });
  const press = async (user: string, channel: string, label: string) =>
    people.press(user, await labelled(channel, 1, label), label);
  const lines = (channel: string, words: string) =>
    slack.messages(channel).filter((one) => one.thread_ts !== null && textOf(one).includes(words));
  const decision = async (channel: string) => (await takesOf(channel))[0]?.decision;

  /** A shot whose first take Ben approved. */
  const approved = async (name: string) => {
    const ben = slack.person(`${name}-ben`).id;
    const { ana, channel, root } = await ask(name, `a ${name} at a door`);
    const clip = await people.clip(channel, root.ts);
    await people.react(ben, clip, 'white_check_mark');
    await people.card(channel, 'Approved by');
    return { ana, ben, channel, root, clip };
  };

  it('announces a decision in the thread once it is final, and once only', async () => {
    const { channel, root, clip, ben } = await approved('fox');
    expect(await decision(channel)).toMatchObject({ state: 'approved', final_at: null });
    await people.react(ben, clip, 'white_check_mark', 'remove');
    await people.card(channel, 'Open ·');
    await people.react(ben, clip, 'white_check_mark');
    await people.card(channel, 'Approved by');
    expect(lines(channel, 'It is the pick')).toEqual([]);

    run.pass(ELEVEN_MINUTES);

    expect(await people.card(channel, 'is approved')).toMatchObject({ thread_ts: root.ts });
    expect(lines(channel, 'It is the pick').map(textOf)).toEqual([expect.stringContaining('by fox-ben')]);
    expect((await decision(channel))?.final_at).not.toBeNull();
    await people.react(ben, clip, 'x');
    await until('the vote in the log', async () =>
      (await takesOf(channel))[0]?.votes.some(({ vote }) => vote === 'reject'),
    );
    expect(await decision(channel)).toMatchObject({ state: 'approved' });
    expect(lines(channel, 'is rejected')).toEqual([]);
  });

  it('keeps what an approved take is used for; saying it makes the decision final at once', async () => {
    const { ben, channel } = await approved('badger');

    for (const [label, stored] of DISPOSITIONS) {
      await press(ben, channel, label);
      await until(label, async () => (await takesOf(channel))[0]?.disposition === stored);
      await until(`${label} on the card`, async () =>
        textOf(await cardOf(channel, 1)).includes(`*Used for*\n${label}`),
      );
    }

    await people.card(channel, 'It is the pick');
    expect(lines(channel, 'It is the pick')).toHaveLength(1);
    expect((await decision(channel))?.final_at).not.toBeNull();
  });

  it('is opened again by the requester and by an owner, and by nobody else', async () => {
    const { ana, ben, channel, clip } = await approved('heron');
    await press(ben, channel, 'Boarded');

    await press(ben, channel, 'Reopen');
    await people.note(ben, 'may reopen a decision');
    expect((await decision(channel))?.final_at).not.toBeNull();
    await press(ana, channel, 'Reopen');
    await until('it is open', async () => (await decision(channel))?.state === 'open');
    await people.card(channel, 'Open ·');

    await people.react(ben, clip, '+1');
    await until('it is approved again', async () => (await decision(channel))?.state === 'approved');
    await press(ben, channel, 'Cut');
    await press(owner, channel, 'Reopen');
    await until('it is open again', async () => (await decision(channel))?.state === 'open');
    expect(await decision(channel)).toMatchObject({ final_at: null });
  });

  it('goes on where a take ends', async () => {
    const { ana, channel } = await approved('tide');
    const [first] = run.provider.accepted.filter(({ request }) => request.scene.includes('tide'));

    await press(ana, channel, 'Extend by 1 s');

    await until('a second take', async () => (await takesOf(channel))[1]?.status === 'delivered');
    expect((await takesOf(channel))[1]?.parent_take_id).toBe((await takesOf(channel))[0]?.take_id);
    const asked = run.provider.accepted.filter(({ request }) => request.scene.includes('tide'));
    expect(asked).toHaveLength(2);
    expect(asked[1]?.request).toMatchObject({
      seconds: 1,
      source: { act: 'extend', jobId: `job-${first?.clientRef}` },
    });
  });

  it('renders the final of an approved draft: priced, confirmed, and once', async () => {
    const { ana, channel } = await approved('bridge');
    expect(buttonsOf(await cardOf(channel, 1)).map(({ label }) => label)).not.toContain('Render final');
    await slack.delivery.command(owner, channel, 'policy final-model dear');
    await people.note(owner, 'dear');
    await press(ana, channel, 'Reference');

    await press(ana, channel, 'Render final · $2.50');
    const note = await people.note(ana, '$2.50');
    expect(await takesOf(channel)).toHaveLength(1);
    await Promise.all([people.press(ana, note, 'Run'), people.press(ana, note, 'Run')]);

    const final = await until('the final', async () => {
      const found = (await takesOf(channel))[1];
      return found?.status === 'delivered' && found;
    });
    expect(final).toMatchObject({ model: 'dear', cost_micros: '2500000' });
    expect(textOf(await cardOf(channel, 2))).toContain('final');
    expect(run.provider.accepted.filter(({ request }) => request.model === 'dear')).toHaveLength(1);
    expect(await takesOf(channel)).toHaveLength(2);
  });

  it('is canceled while it renders by whoever asked, and gives back what it held', async () => {
    const [ana, ben] = [slack.person('wall-ana').id, slack.person('wall-ben').id];
    const channel = slack.channel('walls').id;
    await slack.delivery.command(ana, channel, 'an endless wall --model dear --seconds 1');
    await until('it renders', async () => (await takesOf(channel))[0]?.status === 'rendering');

    await press(ben, channel, 'Cancel');
    await people.note(ben, 'Whoever asked for a take may cancel it');
    expect((await takesOf(channel))[0]?.status).toBe('rendering');
    await press(ana, channel, 'Cancel');

    await until('it is canceled', async () => (await takesOf(channel))[0]?.status === 'canceled');
    await until('the card says so', async () => textOf(await cardOf(channel, 1)).includes('Canceled'));
    expect(Number((await takesOf(channel))[0]?.cost_micros ?? 0)).toBe(0);
    expect(slack.messages(channel).filter(({ files }) => files.length > 0)).toEqual([]);
  });

  it('leaves the books and the votes in order', async () => {
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });
});
