import { beforeAll, describe, expect, it } from 'vitest';
import { buttonsOf, textOf } from '../../support/slack-app.ts';
import type { FakeMessage } from '../../support/slack-server/state.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('guests and people of another company in a shared channel of Slack', () => {
  const { forms, people, slack } = withSlack();
  let ids: Readonly<Record<'ana' | 'guest' | 'stranger' | 'owner', string>>;
  let channel: string;
  let card: FakeMessage;

  beforeAll(async () => {
    ids = {
      ana: slack.person('ana').id,
      guest: slack.person('gus', { is_restricted: true }).id,
      stranger: slack.person('str', { team_id: 'T0OTHER' }).id,
      owner: slack.person('own', { is_admin: true }).id,
    };
    channel = slack.channel('shared', { is_ext_shared: true }).id;
    await slack.delivery.command(ids.ana, channel, 'a secret sauce --model dear --seconds 5 --lighting "sodium haze"');
    await people.press(ids.ana, await people.note(ids.ana, 'a secret sauce'), 'Run');
    card = await people.withButton(channel, 'Remix');
  });

  const opened = async (user: string, nth: number) => {
    const view = await forms.view(user, 'form:request', nth);
    await until('it is filled', async () => JSON.stringify(view.view).includes('"scene"'));
    return { view, text: JSON.stringify(view.view) };
  };

  it('shows a member the slots, the price and what is left', async () => {
    await people.press(ids.ana, card, 'Remix');

    const { text } = await opened(ids.ana, 0);

    for (const word of ['sodium haze', 'Price: $2.50', 'Left to spend here: $']) expect(text).toContain(word);
  });

  it.each(['guest', 'stranger'] as const)('shows a %s neither prompts nor money in any form', async (who) => {
    await people.press(ids[who], card, 'Remix');
    const remix = await opened(ids[who], 0);
    await forms.change(ids[who], remix.view, 'model', forms.chosen('model', 'dear'));
    await until('it is drawn again', async () => JSON.stringify(remix.view.view).includes('"initial_option"'));
    await slack.delivery.command(ids[who], channel, '');
    const asked = await opened(ids[who], 1);

    for (const text of [remix.text, JSON.stringify(remix.view.view), asked.text])
      expect(text).not.toMatch(/sodium|\$|Price|Left/);
    expect(remix.text).toContain('a secret sauce');
  });

  it('keeps the slots that a guest was not shown in the remix that they send', async () => {
    const { view } = await opened(ids.guest, 0);

    await forms.submit(ids.guest, view, {
      ...forms.typed('scene', 'a sauce remixed'),
      ...forms.chosen('model', 'quick'),
    });

    const line = await until('the remix', async () =>
      (await people.log()).find(({ brief, status }) => brief === 'a sauce remixed' && status === 'delivered'),
    );
    expect(line.prompt).toContain('sodium haze');
  });

  it('lets a guest ask a budget owner for what costs money, and tells the guest no amount', async () => {
    await people.press(ids.guest, card, 'Retake');
    const ask = await people.note(ids.guest, 'guests don’t order that alone');
    expect(buttonsOf(ask).map(({ label }) => label)).toEqual(['Ask the budget owner']);

    await people.press(ids.guest, ask, 'Ask');
    const request = await until('the owner is asked', async () =>
      slack.state.messages.find((one) => one.channel === `D${ids.owner}` && buttonsOf(one).length > 0),
    );
    expect(textOf(request)).toMatch(/Guests order nothing alone that costs money\. Left to spend: \$\d/);
    await people.press(ids.owner, request, 'Approve');

    await until('the retake', async () =>
      (await people.log()).find(
        ({ requested_by, status, model }) => requested_by === ids.guest && status === 'delivered' && model === 'dear',
      ),
    );
    expect(people.toldTo(ids.guest).map(textOf).join('\n')).not.toMatch(/\$|sodium/);
  });

  it('shows a guest a free brief that was read from words without what is left', async () => {
    const text = 'a quiet pier --model quick';
    await people.point(ids.guest, { channel, ts: slack.state.ts(), user: ids.ana, text });

    const note = await people.note(ids.guest, 'a quiet pier');

    expect(textOf(note)).not.toContain('$');
    expect(buttonsOf(note).map(({ label }) => label)).toEqual(['Run', 'Edit', 'No']);
  });
});
