import { beforeAll, describe, expect, it } from 'vitest';
import { buttonsOf, textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('owners in Slack', () => {
  const { forms, people, run, slack } = withSlack();
  let owner: string;

  beforeAll(async () => {
    owner = slack.person('owner', { is_admin: true }).id;
  });

  const direct = (person: string, words: string, button: string) =>
    until(`a direct message with ${button}`, async () =>
      slack.state.messages.find(
        (one) =>
          one.channel === `D${person}` &&
          textOf(one).includes(words) &&
          buttonsOf(one).some(({ label }) => label.startsWith(button)),
      ),
    );

  it.each([
    ['Approve', 'delivered'],
    ['Decline', null],
  ] as const)('asks an owner in a direct message about a request over the cap: %s', async (label, status) => {
    const ana = slack.person(`asker-${label}`).id;
    const channel = slack.channel(`over-${label}`).id;

    await slack.delivery.command(ana, channel, `a very dear ${label} --model dear --seconds 5 --takes 3`);
    const offer = await people.note(ana, '$7.50');
    await people.press(ana, offer, 'Ask');
    const asked = await direct(owner, `a very dear ${label}`, label);
    expect(textOf(asked)).toContain(`#over-${label}`);
    await people.press(owner, asked, label);
    await until('what came of it, in the same message', async () => /(?:Approved|Declined)/.test(textOf(asked)));
    expect(buttonsOf(asked)).toEqual([]);

    if (status === null) {
      await until('it is said', async () => people.toldTo(ana).some((one) => /declined/i.test(textOf(one))));
      expect((await people.lines(channel)).every((line) => line.status !== 'delivered')).toBe(true);
      return;
    }
    await until(
      'all three',
      async () => (await people.lines(channel)).filter((line) => line.status === status).length === 3,
    );
    expect(slack.messages(channel).filter(({ files }) => files.length > 0)).toHaveLength(3);
  });

  it('lets an owner approve in a message that Slack did not answer for', async () => {
    const ana = slack.person('unanswered-ana').id;
    const channel = slack.channel('unanswered').id;
    await slack.delivery.command(ana, channel, 'an unanswered door --model dear --seconds 5 --takes 3');
    const offer = await people.note(ana, '$7.50');
    slack.fail('chat.postMessage', { kind: 'status', status: 500, when: 'after' });

    await people.press(ana, offer, 'Ask');
    const asked = await direct(owner, 'an unanswered door', 'Approve');
    await people.press(owner, asked, 'Approve');

    await people.delivered(channel, 3);
    await until('what came of it, in the same message', async () => textOf(asked).includes('Approved'));
    expect(buttonsOf(asked)).toEqual([]);
  });

  it('asks an admin, too, who joined the workspace since its people were read', async () => {
    const ana = slack.person('joined-ana').id;
    const channel = slack.channel('joined').id;
    await slack.delivery.command(ana, channel, 'status');
    await until('the status', async () => slack.state.messages.some((one) => one.only === ana));
    const late = slack.person('joined-boss', { is_admin: true }).id;
    run.pass(6 * 60_000);

    await slack.delivery.command(ana, channel, 'a joined barn --model dear --seconds 5 --takes 3');
    await people.press(ana, await people.note(ana, '$7.50'), 'Ask');

    await direct(late, 'a joined barn', 'Approve');
  });

  it('changes a channel’s settings in a form, which shows what is set', async () => {
    const channel = slack.channel('settings').id;

    await slack.delivery.command(owner, channel, 'settings');
    const view = await forms.view(owner, 'form:settings');
    await until('what is set', async () => JSON.stringify(view.view).includes('"value":"16:9"'));
    await forms.submit(owner, view, {
      ...forms.typed('zone', 'Asia/Tokyo'),
      ...forms.put('seconds', { type: 'number_input', value: '8' }),
      ...forms.one('ratio', '16:9'),
      ...forms.one('template', 'default'),
      ...forms.one('draft', 'default'),
    });

    const again = await until('the new settings', async () => {
      await slack.delivery.command(owner, channel, 'settings');
      const views = [...slack.state.views.values()].filter(({ user }) => user === owner);
      const text = JSON.stringify(views.at(-1)?.view);
      return text.includes('"initial_value":"8"') && text.includes('Asia/Tokyo') && text;
    });
    expect(again).toContain('"initial_option":{"text":{"type":"plain_text","text":"16:9"},"value":"16:9"}');
  });

  it('says on a channel’s first card whose clock counts, with a button to change it', async () => {
    const ana = slack.person('zone-ana').id;
    const boss = slack.person('zone-boss', { is_admin: true }).id;
    const channel = slack.channel('zones').id;
    await slack.delivery.command(ana, channel, 'a first clock --model quick');
    const first = await people.root(channel, 'a first clock');
    await until('the zone', async () => textOf(first).includes('by the clock of Europe/Berlin'));

    await people.press(boss, first, 'Change the time zone');
    const view = await forms.view(boss, 'form:settings');
    await until('what is set', async () => JSON.stringify(view.view).includes('"initial_value":"Europe/Berlin"'));
    await forms.submit(boss, view, { ...forms.typed('zone', 'Asia/Tokyo') });
    await people.note(boss, 'Asia/Tokyo');

    await people.clip(channel, first.ts);
    await slack.delivery.command(ana, channel, 'a second clock --model quick');
    const second = await people.root(channel, 'a second clock');
    expect(textOf(second)).not.toContain('by the clock of');
  });
});
