import { describe, expect, it } from 'vitest';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

interface HomeBlock {
  readonly text?: { readonly text: string };
  readonly accessory?: { readonly action_id: string; readonly value: string };
}

describe('the App Home in Slack', () => {
  const { forms, people, run, slack } = withSlack();

  /** What the person sees below each heading. */
  const open = async (user: string): Promise<Record<string, readonly HomeBlock[]>> => {
    const { state, delivery } = slack;
    state.homes.delete(user);
    await delivery.event({
      ...{ type: 'app_home_opened', user, tab: 'home', channel: `D${user}`, event_ts: state.ts() },
    });
    const home = await until('the home', async () => state.homes.get(user));
    const parts: Record<string, HomeBlock[]> = {};
    let heading = '';
    for (const block of home['blocks'] as readonly (HomeBlock & { readonly type: string })[]) {
      if (block.type === 'header') heading = block.text?.text ?? '';
      else parts[heading] = [...(parts[heading] ?? []), block];
    }
    return parts;
  };
  const textOf = (blocks: readonly HomeBlock[] | undefined) => (blocks ?? []).map(({ text }) => text?.text).join('\n');

  it('shows my shots, the votes that wait for me until I gave them, and what the channels have left', async () => {
    const [ana, ben] = [slack.person('home-ana').id, slack.person('home-ben').id];
    const guest = slack.person('home-guest', { is_restricted: true }).id;
    const channel = slack.channel('homes').id;
    await slack.delivery.command(ana, channel, 'a home <!here> by the sea --model quick');
    const root = await people.root(channel, 'a home');
    const clip = await people.clip(channel, root.ts);
    const line = await people.delivered(channel);

    const [anas, bens, guests] = [await open(ana), await open(ben), await open(guest)];
    expect(textOf(anas['Your shots'])).toContain(`*${line.shot} take 1* a home &lt;!here&gt; by the sea`);
    expect(textOf(anas['Votes that wait for you'])).not.toContain(line.shot);
    expect(textOf(bens['Votes that wait for you'])).toContain(`*${line.shot}* take 1 in <#${channel}>`);
    expect(textOf(bens['Your shots'])).not.toContain(line.shot);
    expect(textOf(bens['Budgets'])).toMatch(new RegExp(`<#${channel}>: .*\\$50\\.00`));
    expect(JSON.stringify(guests)).not.toMatch(/\$|PV-/);

    await people.react(ben, clip, 'white_check_mark');
    await people.card(channel, 'Approved by');
    expect(textOf((await open(ben))['Votes that wait for you'])).not.toContain(line.shot);
  });

  it('tells of a private channel only who is in it now, and who asked there of what they asked for', async () => {
    const [ana, ben, cara] = ['ana', 'ben', 'cara'].map((name) => slack.person(`secret-${name}`).id) as [
      string,
      string,
      string,
    ];
    const channel = slack.channel('secret', { is_private: true });
    channel.members.delete(ben);
    await slack.delivery.command(ana, channel.id, 'a secret product --model quick');
    await people.clip(channel.id, (await people.root(channel.id, 'a secret product')).ts);
    const line = await people.delivered(channel.id);

    const [bens, caras] = [await open(ben), await open(cara)];
    expect(JSON.stringify(bens)).not.toMatch(new RegExp(`${line.shot}|${channel.id}|secret product`));
    expect(textOf(caras['Votes that wait for you'])).toContain(line.shot);
    expect(textOf(caras['Budgets'])).toContain(channel.id);

    for (const one of [ana, cara]) channel.members.delete(one);
    run.pass(61_000);
    expect(JSON.stringify(await open(cara))).not.toMatch(new RegExp(`${line.shot}|${channel.id}`));
    const anas = await open(ana);
    expect(textOf(anas['Your shots'])).toContain('a secret product');
    expect(textOf(anas['Budgets'])).not.toContain(channel.id);
  });

  it('names a vote as waiting only for whom the channel’s approvers are', async () => {
    const [ana, ben, cara] = ['ana', 'ben', 'cara'].map((name) => slack.person(`asked-${name}`).id) as [
      string,
      string,
      string,
    ];
    const boss = slack.person('asked-boss', { is_admin: true }).id;
    const channel = slack.channel('approvers').id;
    await slack.delivery.command(ana, channel, 'a chosen few --model quick');
    await people.clip(channel, (await people.root(channel, 'a chosen few')).ts);
    const { shot } = await people.delivered(channel);
    const waits = async (user: string) => textOf((await open(user))['Votes that wait for you']).includes(shot);
    expect(await Promise.all([ben, cara, ana].map(waits))).toEqual([true, true, false]);

    await slack.delivery.command(boss, channel, `policy approvers <@${ben}>`);
    await people.note(boss, 'The policy of this channel is now');
    expect(await Promise.all([ben, cara, ana].map(waits))).toEqual([true, false, false]);

    await slack.delivery.command(boss, channel, `policy approvers <@${ana}>`);
    await until('ana alone', async () => await waits(ana));
    expect(await Promise.all([ben, cara].map(waits))).toEqual([false, false]);
  });

  const press = (user: string, button: object) =>
    slack.delivery.interactive(user, {
      type: 'block_actions',
      container: { type: 'view' },
      actions: [{ type: 'button', block_id: 'b', action_ts: slack.state.ts(), ...button }],
    });

  it('opens no settings of a channel that whoever presses is not in, or is in no more', async () => {
    const boss = slack.person('gone-boss', { is_admin: true }).id;
    const left = slack.channel('left');
    const never = slack.channel('never', { is_private: true });
    never.members.delete(boss);
    await slack.delivery.command(boss, left.id, 'a left barn --model quick');
    await people.root(left.id, 'a left barn');
    const button = (await open(boss))['Budgets']?.find(({ accessory }) => accessory?.value === left.id)?.accessory;
    if (button === undefined) throw new Error('no way to the settings');
    left.members.delete(boss);
    run.pass(61_000);

    const opened = () => [...slack.state.views.values()].filter(({ user }) => user === boss);
    const staysShut = async (value: string) => {
      const before = opened().length;
      await press(boss, { ...button, value });
      await until('that it stays shut', async () =>
        JSON.stringify(opened().slice(before)).includes('not show you in that channel'),
      );
    };
    for (const value of [left.id, never.id, 'C0NOWHERE']) await staysShut(value);

    run.pass(61_000);
    slack.fail('users.conversations', { kind: 'error', code: 'missing_scope' });
    await staysShut(left.id);
  });

  it('leads from a channel’s budget to its settings', async () => {
    const boss = slack.person('home-boss', { is_admin: true }).id;
    const channel = slack.channel('led').id;
    await slack.delivery.command(boss, channel, 'a led barn --model quick');
    await people.root(channel, 'a led barn');
    const button = (await open(boss))['Budgets']?.find(({ accessory }) => accessory?.value === channel)?.accessory;
    if (button === undefined) throw new Error('no way to the settings');

    await press(boss, button);
    const view = await forms.view(boss, 'form:settings');
    await until('what is set', async () => JSON.stringify(view.view).includes('"initial_value"'));
    await forms.submit(boss, view, forms.typed('seconds', '7'));

    await until('the new setting', async () => {
      await slack.delivery.command(boss, channel, 'settings');
      return JSON.stringify([...slack.state.views.values()].at(-1)?.view).includes('"initial_value":"7"');
    });
  });
});
