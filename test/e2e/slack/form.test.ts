import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { withDatabase } from '../../support/database.ts';
import { instantModel } from '../../support/instant-provider.ts';
import { buttonsOf, makePeople, type SlackApp, startSlackApp } from '../../support/slack-app.ts';
import { makeForms } from '../../support/slack-forms.ts';
import { QUICK } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const guided = { ...instantModel('quick', 0n), references: ['first', 'style'] as const, maxReferences: 2 };

describe('the form in Slack', () => {
  const database = withDatabase();
  let run: SlackApp;
  let people: ReturnType<typeof makePeople>;
  let forms: ReturnType<typeof makeForms>;

  beforeAll(async () => {
    run = await startSlackApp(database.url, 'http', {
      parts: { ...QUICK, models: [guided, instantModel('dear', 500_000n)] },
    });
    people = makePeople(run);
    forms = makeForms(run.slack);
  });
  afterAll(() => run?.stop());

  const referencesOf = (channel: string) =>
    withConnection(database.url, async (client) => {
      const found = await client.query<{ refs: { role: string; sha256: string }[] | null }>(
        `select params->'references' as refs from take where channel_id = '${channel}' order by created_at, number`,
      );
      return found.rows.map(({ refs }) => refs?.map(({ role, sha256 }) => `${role} ${sha256}`) ?? []);
    });

  it('shows what it costs and what is left as takes, seconds and model change', async () => {
    const { slack } = run;
    const ana = slack.person('price-ana').id;
    const channel = slack.channel('prices').id;

    await slack.delivery.command(ana, channel, '');
    const view = await forms.view(ana, 'form:request');
    await until('a free draft', async () => JSON.stringify(view.view).includes('Price: free'));
    const text = () => JSON.stringify(view.view);
    await forms.change(ana, view, 'model', { ...forms.chosen('model', 'dear'), ...forms.number('seconds', '4') });
    await until('the price', async () => text().includes('Price: $2.00'));
    await forms.change(ana, view, 'takes', {
      ...forms.chosen('model', 'dear'),
      ...forms.number('seconds', '4'),
      ...forms.chosen('takes', '3'),
    });
    await until('the price of three', async () => text().includes('Price: $6.00'));
    expect(text()).toMatch(/Left to spend here: \$50\.00/);
  });

  it('makes as many takes as were chosen, guided by the picture that was put in; a remix keeps it or leaves it out', async () => {
    const { slack } = run;
    const ana = slack.person('guided-ana').id;
    const channel = slack.channel('guided').id;
    slack.state.pictures.set('FPIC', createCanvas(8, 8).toBuffer('image/png'));
    await slack.delivery.command(ana, channel, '');
    const view = await forms.view(ana, 'form:request');
    await until('it is filled', async () => JSON.stringify(view.view).includes('Price'));

    await forms.submit(ana, view, {
      ...forms.typed('scene', 'a guided harbour'),
      ...forms.chosen('model', 'quick'),
      ...forms.chosen('takes', '2'),
      reference: { reference: { type: 'file_input', files: [{ id: 'FPIC' }] } },
    });
    const root = await people.root(channel, 'a guided harbour');
    await people.clip(channel, root.ts, 1);
    const [[first = ''] = []] = await referencesOf(channel);
    expect(await referencesOf(channel)).toEqual([[first], [first]]);
    expect(first).toMatch(/^first [0-9a-f]{64}$/);

    const card = await until('the buttons', async () =>
      slack.messages(channel).find((message) => buttonsOf(message).some(({ label }) => label === 'Remix')),
    );
    for (const [index, keeps] of [true, false].entries()) {
      await people.press(ana, card, 'Remix');
      const remix = await forms.view(ana, 'form:request', index + 1);
      const ticked = await until('it is filled', async () => forms.ticked(remix, 'kept'));
      expect(ticked).toEqual([first.replace(' ', ':')]);
      await forms.submit(ana, remix, {
        ...forms.typed('scene', `a guided harbour, again ${index}`),
        ...forms.chosen('model', 'quick'),
        kept: { kept: { type: 'checkboxes', selected_options: keeps ? ticked.map((value) => ({ value })) : [] } },
      });
      await people.clip(channel, root.ts, 2 + index);
    }
    expect((await referencesOf(channel)).slice(2)).toEqual([[first], []]);
  });

  it('keeps what has no field when a waiting request is edited', async () => {
    const { slack } = run;
    const ana = slack.person('edit-ana').id;
    const channel = slack.channel('edits').id;
    await slack.delivery.command(
      ana,
      channel,
      'a dear barn --model dear --seconds 2 --seed 77 --shot SH0099 --takes 2',
    );
    const ask = await people.note(ana, '$2.00');

    await people.press(ana, ask, 'Edit');
    const view = await forms.view(ana, 'form:request');
    await until('it is filled', async () => JSON.stringify(view.view).includes('a dear barn'));
    await forms.submit(ana, view, { ...forms.typed('scene', 'a cheap barn'), ...forms.chosen('model', 'quick') });

    const root = await people.root(channel, 'a cheap barn');
    await people.clip(channel, root.ts);
    const lines = await until('delivered', async () => {
      const found = (await people.log()).filter((line) => line.channel === channel);
      return found.some(({ status }) => status === 'delivered') && found;
    });
    expect(lines[0]).toMatchObject({ shot: 'SH0099', params: { seed: 77 } });
  });
});
