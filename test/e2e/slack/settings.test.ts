import { beforeAll, describe, expect, it } from 'vitest';
import type { FakeView } from '../../support/slack-server/state.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('the settings in Slack', () => {
  const { forms, people, run, slack } = withSlack();
  let boss: string;

  beforeAll(async () => {
    boss = slack.person('boss', { is_admin: true }).id;
    slack.state.users.set('UGUEST', { ...slack.person('a guest', { is_restricted: true }), id: 'UGUEST' });
  });

  /** Opens the settings at this page. */
  const open = async (user: string, channel: string, page: string): Promise<FakeView> => {
    const before = new Set(slack.state.views.keys());
    await slack.delivery.command(user, channel, 'settings');
    const view = await until('the settings', async () =>
      [...slack.state.views.values()].find(
        ({ id, view: { callback_id } }) => !before.has(id) && callback_id === 'form:settings',
      ),
    );
    if (page !== 'defaults') await forms.turn(user, view, page);
    return view;
  };
  /** What each field of the page shows. */
  const shownIn = ({ view }: FakeView): Record<string, unknown> =>
    Object.fromEntries(
      (view['blocks'] as readonly { block_id?: string; element?: Record<string, unknown> }[]).flatMap(
        ({ block_id, element }) =>
          block_id === undefined || element === undefined ? [] : [[block_id, toShown(element)]],
      ),
    );
  const saved = { status: 200, body: '' };
  const policyOf = async (channel: string) => {
    const { directory } = run.app.composed.studio;
    return (await directory.loadChannel(slack.state.team as never, channel as never))?.channel;
  };

  it('changes what each page is about, and shows it the next time', async () => {
    const channel = slack.channel('pages').id;
    const ben = slack.person('pages-ben').id;

    const review = await open(boss, channel, 'review');
    expect(shownIn(review)).toMatchObject({ 'approve-quorum': '1', strict: 'off', 'approve-emoji': '', approvers: [] });
    const sent = await forms.submit(boss, review, {
      ...forms.put('approve-quorum', { type: 'number_input', value: '2' }),
      ...forms.one('strict', 'on'),
      ...forms.typed('approve-emoji', ':ship: :tada:'),
      ...forms.put('approvers', { type: 'multi_users_select', selected_users: [ben, boss] }),
    });
    expect(sent).toMatchObject(saved);
    await people.note(boss, 'The policy of this channel is now');

    const rules = await open(boss, channel, 'rules');
    await forms.submit(boss, rules, {
      ...forms.many('providers', 'quick', 'dear'),
      ...forms.one('external', 'on'),
      ...forms.one('slate', 'on'),
    });
    const budget = await open(boss, channel, 'budget');
    expect(shownIn(budget)).toMatchObject({ period: 'month', cap: '$50.00', job: '', until: '' });
    await forms.submit(boss, budget, {
      ...forms.one('period', 'job'),
      ...forms.typed('cap', '800'),
      ...forms.typed('job', '26-114'),
      ...forms.put('until', { type: 'datepicker', selected_date: '2099-12-18' }),
    });
    const digest = await open(boss, channel, 'digest');
    expect(shownIn(digest)).toMatchObject({ on: 'on', day: 'monday', time: '09:00' });
    await forms.submit(boss, digest, {
      ...forms.one('day', 'friday'),
      ...forms.put('time', { type: 'timepicker', selected_time: '16:30' }),
      ...forms.typed('hours', '6h'),
      ...forms.typed('cost', '$400'),
    });
    const workspace = await open(boss, channel, 'workspace');
    await forms.submit(boss, workspace, {
      ...forms.typed('person', '25'),
      ...forms.typed('stop-words', 'jane doe, acme'),
      ...forms.one('day', 'tuesday'),
    });
    await people.note(boss, 'Each person may spend $25.00');

    const again = async (page: string) => shownIn(await open(boss, channel, page));
    expect(await again('review')).toMatchObject({
      ...{ 'approve-quorum': '2', 'reject-quorum': '1', strict: 'on' },
      ...{ 'approve-emoji': ':ship: 🎉', approvers: [ben, boss].sort() },
    });
    expect(await again('rules')).toEqual({ providers: ['dear', 'quick'], external: 'on', slate: 'on' });
    expect(await again('budget')).toEqual({ period: 'job', cap: '$800.00', job: '26-114', until: '2099-12-18' });
    expect(await again('digest')).toMatchObject({
      on: 'on',
      day: 'friday',
      time: '16:30',
      hours: '6h',
      cost: '$400.00',
    });
    expect(await again('workspace')).toMatchObject({
      ...{ workspace: '$200.00', person: '$25.00', 'stop-words': 'jane doe, acme', day: 'tuesday', time: '09:00' },
    });
  });

  it('saves only what was changed, and turns a page only as long as it is the newest', async () => {
    const channel = slack.channel('only changed').id;
    const view = await open(boss, channel, 'defaults');
    const { hash } = view;
    await forms.turn(boss, view, 'review');
    await until('the page', async () => 'reject-quorum' in shownIn(view));
    expect(slack.calls.findLast(({ method }) => method === 'views.update')?.args).toMatchObject({ hash });

    await slack.delivery.command(boss, channel, 'policy reject-quorum 3');
    await people.note(boss, '3 of ❌');
    // The form still shows what stood there when it was opened, and sends it along.
    await forms.submit(boss, view, {
      ...forms.put('approve-quorum', { type: 'number_input', value: '2' }),
      ...forms.put('reject-quorum', { type: 'number_input', value: '1' }),
    });

    await until('the quorum', async () => JSON.stringify(await policyOf(channel)).includes('"approveQuorum":2'));
    expect(await policyOf(channel)).toMatchObject({ policy: { approveQuorum: 2, rejectQuorum: 3 } });
  });

  it('takes back what was set where a field is emptied', async () => {
    const channel = slack.channel('emptied').id;
    await forms.submit(boss, await open(boss, channel, 'review'), forms.typed('approve-emoji', ':ship:'));
    await forms.submit(boss, await open(boss, channel, 'rules'), {
      ...forms.many('providers', 'quick'),
      ...forms.one('external', 'off'),
    });
    await until('both', async () => {
      const policy = JSON.stringify((await policyOf(channel))?.policy);
      return policy.includes(':ship:') && policy.includes('"external":false');
    });

    await forms.submit(boss, await open(boss, channel, 'review'), forms.typed('approve-emoji', ''));
    await forms.submit(boss, await open(boss, channel, 'rules'), {
      ...forms.many('providers'),
      ...forms.one('external', 'default'),
    });

    await until('neither', async () => {
      const policy = JSON.stringify((await policyOf(channel))?.policy);
      return !policy.includes(':ship:') && policy.includes('"external":null') && policy.includes('"providers":null');
    });
  });

  it.each([
    ['defaults', 'zone', { value: 'Mars/Olympus' }, 'There is no time zone “Mars/Olympus”'],
    ['review', 'approve-emoji', { value: 'ship' }, 'emoji approve'],
    ['review', 'approve-emoji', { value: ':x:' }, '❌ rejects already'],
    ['review', 'reject-emoji', { value: ':fire:' }, ':fire: is in both fields'],
    ['budget', 'cap', { value: 'a lot' }, 'Write an amount like 50'],
    ['budget', 'job', { value: '' }, 'needs the job’s number'],
    ['budget', 'until', { selected_date: '2001-01-01' }, 'is over already'],
    ['digest', 'cost', { value: '' }, 'Say both'],
    ['digest', 'hours', { value: 'long' }, 'Write it like 6h'],
    ['defaults', 'seconds', { value: '601' }, 'whole number of seconds'],
    ['review', 'approvers', { selected_users: ['UGUEST'] }, 'no full member'],
  ])(
    'says at its field what can’t be saved, and saves nothing of the page: %s %s',
    async (page, field, said, words) => {
      const channel = slack.channel(`wrong ${page} ${field}`).id;
      const view = await open(boss, channel, page);
      const job = field === 'job' || field === 'until' ? forms.one('period', 'job') : {};
      const more = {
        ...{ until: forms.typed('job', '26-1'), cost: forms.typed('hours', '6h') },
        'reject-emoji': forms.typed('approve-emoji', '🔥'),
      };

      const sent = await forms.submit(boss, view, {
        ...job,
        ...more[field as keyof typeof more],
        ...forms.put(field, said),
      });

      expect(sent.body).toMatchObject({
        response_action: 'errors',
        errors: { [field]: expect.stringContaining(words) },
      });
      expect(JSON.stringify(sent.body)).not.toContain('as a scene');
      expect(await policyOf(channel)).toMatchObject({ policy: {}, settings: {} });
    },
  );

  it('lets a member look without a way to save, and refuses one who sends the form all the same', async () => {
    const ana = slack.person('looks-ana').id;
    const channel = slack.channel('looks').id;
    const bosses = await open(boss, channel, 'review');

    const view = await open(ana, channel, 'review');
    expect(view.view['submit']).toBeUndefined();
    expect(JSON.stringify(view.view)).toContain('Changing settings is for budget owners: boss');
    expect(JSON.stringify(view.view)).not.toContain('settings:page:workspace');
    const hers = { ...bosses, view: { ...bosses.view, private_metadata: view.view['private_metadata'] } };
    const sent = await forms.submit(ana, hers, forms.one('strict', 'on'));
    const taken = await forms.submit(ana, bosses, forms.one('strict', 'on'));

    expect(taken.body).toMatchObject({ errors: { strict: expect.stringContaining('open it again') } });
    expect(sent.body).toMatchObject({ response_action: 'errors', errors: { strict: expect.stringContaining('boss') } });
    expect(await policyOf(channel)).toMatchObject({ policy: {} });
  });

  it('shows nothing of them to guests and people of other companies', async () => {
    const guest = slack.person('settings-guest', { is_restricted: true }).id;
    const stranger = slack.person('settings-stranger', { team_id: 'T0OTHER' }).id;
    const channel = slack.channel('guests', { is_ext_shared: true }).id;

    for (const user of [guest, stranger]) {
      const { view } = await open(user, channel, 'defaults');
      expect(JSON.stringify(view['blocks'])).toContain('for members of this workspace');
      expect(view['blocks']).toHaveLength(1);
    }
  });
});

function toShown(element: Record<string, unknown>): unknown {
  const { type, initial_option, initial_options, initial_users, initial_value, initial_date, initial_time } =
    element as Record<string, never>;
  const idOf = (option: { value: string }) => option.value;
  if (type === 'multi_static_select') return ((initial_options ?? []) as { value: string }[]).map(idOf).sort();
  if (type === 'multi_users_select') return [...((initial_users ?? []) as string[])].sort();
  return initial_option === undefined ? (initial_value ?? initial_date ?? initial_time ?? '') : idOf(initial_option);
}
