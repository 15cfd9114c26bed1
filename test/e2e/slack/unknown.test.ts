import { describe, expect, it } from 'vitest';
import { UncertainError } from '../../../src/core/errors.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { buttonsOf, textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 3_600_000;

describe('money that nobody knows of, in Slack', () => {
  const { database, people, run, slack } = withSlack({
    provider: (inner) => ({
      ...inner,
      submit: async () => {
        throw new UncertainError('no_answer', 'the answer was lost');
      },
      reconcile: async () => ({ kind: 'cannot-know' }),
    }),
  });

  it('lets the requester take less than a dollar as charged at once, and nobody else', async () => {
    const [ana, ben] = [slack.person('small-ana').id, slack.person('small-ben').id];
    const channel = slack.channel('small').id;
    await slack.delivery.command(ana, channel, 'a small loss --model dear --seconds 1');
    const card = await people.withButton(channel, 'Charged');
    expect(buttonsOf(card).map(({ label }) => label)).not.toContain('Not charged');

    await people.press(ben, card, 'Charged');
    await people.note(ben, 'budget owner decides');
    expect(await people.line(channel)).toMatchObject({ status: 'unknown' });
    await people.press(ana, card, 'Charged');

    await until('it ended', async () => (await people.line(channel))?.status === 'failed');
    expect(await people.line(channel)).toMatchObject({ cost_micros: '500000' });
    await until('a retake', async () => buttonsOf(card).some(({ label }) => label === 'Retake'));
  });

  it('lets a budget owner say after a day that it was not charged, and only then offers a retake', async () => {
    const ana = slack.person('big-ana').id;
    const owner = slack.person('big-owner', { is_admin: true }).id;
    const channel = slack.channel('big').id;
    await slack.delivery.command(ana, channel, 'a big loss --model dear --seconds 5');
    await people.press(ana, await people.note(ana, 'a big loss'), 'Run');
    const card = await people.card(channel, '$2.50 stays held');
    await until('it is unknown', async () => (await people.line(channel))?.status === 'unknown');
    expect(buttonsOf(card)).toEqual([]);

    run.pass(25 * HOUR_MS);
    const asked = await people.withButton(channel, 'Not charged');
    expect(asked.ts).toBe(card.ts);
    expect(textOf(asked)).toContain('the usage page of dear');
    await people.press(owner, asked, 'Not charged');

    await until('it ended', async () => (await people.line(channel))?.status === 'failed');
    expect(Number((await people.line(channel))?.cost_micros ?? 0)).toBe(0);
    await until('a retake', async () => buttonsOf(card).some(({ label }) => label === 'Retake'));
    expect(await checkInvariants(database.url, { settled: false })).toEqual([]);
  });
});
