import { createHash } from 'node:crypto';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { instantModel } from '../../support/instant-provider.ts';
import { textOf } from '../../support/slack-app.ts';
import { addMessage } from '../../support/slack-server/state.ts';
import { QUICK, withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

const guided = { ...instantModel('quick', 0n), references: ['first', 'style'] as const, maxReferences: 2 };

describe('the form in Slack', () => {
  const { forms, openForm, people, rows, slack } = withSlack({
    parts: { ...QUICK, models: [guided, instantModel('dear', 500_000n)] },
  });

  const referencesOf = async (channel: string) => {
    const found: readonly { readonly refs: readonly { role: string; sha256: string }[] | null }[] = await rows(
      `select params->'references' as refs from take where channel_id = '${channel}' order by created_at, number`,
    );
    return found.map(({ refs }) => refs?.map(({ role, sha256 }) => `${role} ${sha256}`) ?? []);
  };

  it('shows what it costs and what is left as takes, seconds and model change', async () => {
    const ana = slack.person('price-ana').id;
    const channel = slack.channel('prices').id;

    await slack.delivery.command(ana, channel, '');
    const view = await forms.view(ana, 'form:request');
    await until('a free draft', async () => JSON.stringify(view.view).includes('Price: free'));
    const text = () => JSON.stringify(view.view);
    const { hash } = view;
    await forms.change(ana, view, 'model', { ...forms.chosen('model', 'dear'), ...forms.number('seconds', '4') });
    await until('the price', async () => text().includes('Price: $2.00'));
    // A slow answer never overwrites a newer one: Slack refuses what was made from an older form.
    expect(slack.calls.findLast(({ method }) => method === 'views.update')?.args).toMatchObject({ hash });
    await forms.change(ana, view, 'takes', {
      ...forms.chosen('model', 'dear'),
      ...forms.number('seconds', '4'),
      ...forms.chosen('takes', '3'),
    });
    await until('the price of three', async () => text().includes('Price: $6.00'));
    expect(text()).toMatch(/Left to spend here: \$50\.00/);
  });

  it('makes as many takes as were chosen, guided by the picture that was put in; a remix keeps it or leaves it out', async () => {
    const ana = slack.person('guided-ana').id;
    const channel = slack.channel('guided').id;
    slack.state.pictures.set('FPIC', createCanvas(8, 8).toBuffer('image/png'));
    const view = await openForm(ana, channel);

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

    const card = await people.withButton(channel, 'Remix');
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
    await people.delivered(channel);
    expect(await people.line(channel)).toMatchObject({ shot: 'SH0099', params: { seed: 77 } });
  });

  const say = (channel: string, user: string, text: string, thread_ts: string | null = null) =>
    addMessage(slack.state, { channel, user, text, thread_ts });
  const FILES = [
    { id: 'FSHOT', mimetype: 'image/png' },
    { id: 'FNOTES', mimetype: 'application/pdf' },
  ];

  it('makes the thread’s conversation the brief of a message that is pointed at, and its images references', async () => {
    const [ana, ben] = [slack.person('point-ana').id, slack.person('point-ben').id];
    const channel = slack.channel('pointed').id;
    const picture = createCanvas(12, 8).toBuffer('image/png');
    slack.state.pictures.set('FSHOT', picture);
    const root = say(channel, ben, 'two knights &amp; a dragon');
    say(channel, ana, `<@${slack.state.bot}> in the rain?`, root.ts);
    const last = say(channel, ben, 'seen from the tower --model quick', root.ts);
    say(slack.channel('elsewhere').id, ben, 'a picnic');

    await people.point(ana, last, FILES);
    const shown = await people.note(ana, 'two knights & a dragon');
    expect(textOf(shown)).toContain('two knights & a dragon. in the rain?. seen from the tower');
    expect(slack.messages(channel).filter(({ user }) => user === slack.state.bot)).toEqual([]);
    await people.press(ana, shown, 'Run');

    await people.clip(channel, root.ts);
    const line = await until('the line', () => people.line(channel));
    expect(line).toMatchObject({ thread: root.ts, requested_by: ana });
    expect(line.brief).toBe('two knights & a dragon. in the rain?. seen from the tower');
    const sha256 = createHash('sha256').update(picture).digest('hex');
    expect(await referencesOf(channel)).toEqual([[`style ${sha256}`]]);
  });

  it('takes the message alone where its thread can not be read, or there is none', async () => {
    const [ana, ben] = [slack.person('alone-ana').id, slack.person('alone-ben').id];
    const channel = slack.channel('alone').id;
    const root = say(channel, ben, 'an unread knight');
    const reply = say(channel, ben, 'a lone dragon', root.ts);
    slack.fail('conversations.replies', { kind: 'error', code: 'missing_scope' });

    await people.point(ana, reply);
    expect(textOf(await people.note(ana, 'a lone dragon'))).not.toContain('an unread knight');
    await people.point(ana, say(channel, ben, 'a single tower'));
    expect(textOf(await people.note(ana, 'a single tower'))).not.toContain('dragon');
  });
});
