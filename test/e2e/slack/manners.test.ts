import { afterEach, describe, expect, it } from 'vitest';
import { textOf } from '../../support/slack-app.ts';
import type { FakeChannel } from '../../support/slack-server/state.ts';
import { withSlack } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe.each(['http', 'socket'] as const)('manners in Slack over %s', (transport) => {
  const { ask, people, slack } = withSlack({ transport });

  afterEach(() => {
    slack.heal();
    slack.state.revokedTokens.clear();
  });

  const told = (user: string, words: string) =>
    until(`“${words}”`, async () => {
      const seen = people.toldTo(user).map(textOf);
      const answered = slack.state.replies.filter((one) => one.user === user).map(({ body }) => JSON.stringify(body));
      return [...seen, ...answered].find((text) => text.includes(words));
    });
  const refuse = (method: string, code: string) =>
    slack.fail(method, ...Array.from({ length: 4 }, () => ({ kind: 'error', code }) as const));

  const shut = (more: Partial<FakeChannel>) => (channel: FakeChannel) => {
    Object.assign(channel, more);
    channel.members.delete(slack.state.bot);
  };

  it.each<[string, (channel: FakeChannel) => unknown, string]>([
    ['the bot is not in the channel', shut({}), '/invite @previz'],
    ['the bot is not in the shared channel', shut({ is_ext_shared: true }), '/invite @previz'],
    ['the bot is not in the private channel', shut({ is_private: true }), '/invite @previz'],
    ['the channel is archived', (channel) => Object.assign(channel, { is_archived: true }), 'channel is archived'],
    ['the app may not look at the channel', () => refuse('conversations.info', 'missing_scope'), 'lacks a permission'],
    ['the app may not look at people', () => refuse('users.info', 'missing_scope'), 'lacks a permission'],
    ['the token was revoked', () => slack.state.revokedTokens.add('xoxb-test'), 'its token was revoked'],
  ])('tells the person alone where %s, and spends nothing', async (what, arrange, words) => {
    const ana = slack.person(`ana, ${what}`).id;
    const channel = slack.channel(what);
    arrange(channel);

    const heard = await slack.delivery.command(ana, channel.id, 'a closed door --model quick');

    expect(heard.status).toBe(200);
    expect(await told(ana, words)).toContain('Nothing was spent');
    expect(slack.messages(channel.id)).toEqual([]);
    expect(await people.lines(channel.id)).toEqual([]);
  });

  it('asks somebody of another company to let a member of the workspace send the request', async () => {
    const stranger = slack.person('stranger', { team_id: 'T0OTHER' }).id;
    const ana = slack.person('host-ana').id;
    const channel = slack.channel('strangers', { is_ext_shared: true }).id;
    await slack.delivery.command(ana, channel, 'a host’s bridge --model quick');
    const root = await people.root(channel, 'a host’s bridge');
    await people.delivered(channel);

    await slack.delivery.mention(stranger, channel, 'at night', root.ts);

    await told(stranger, 'from another company');
    expect(await people.lines(channel)).toHaveLength(1);
  });

  it('keeps money and prompts off the cards of a channel that another company shares', async () => {
    const ana = slack.person('shared-ana').id;
    const shownIn = async (name: string, is_ext_shared: boolean) => {
      const channel = slack.channel(name, { is_ext_shared }).id;
      // People of other tests may be guests or strangers.
      for (const user of slack.state.users.values())
        if (user.team_id !== slack.state.team) slack.state.channels.get(channel)?.members.delete(user.id);
      await slack.delivery.command(ana, channel, `a ${name} bridge --model dear --seconds 5 --lighting "sodium haze"`);
      await people.press(ana, await people.note(ana, `a ${name} bridge`), 'Run');
      await people.delivered(channel);
      await until('the final card', async () => slack.messages(channel).some((one) => textOf(one).includes('Open ·')));
      return JSON.stringify(slack.messages(channel).map(({ text, blocks }) => [text, blocks]));
    };

    const [home, shared] = [await shownIn('home', false), await shownIn('shared', true)];

    for (const word of ['$', 'Prompt', 'sodium haze']) {
      expect(home).toContain(word);
      expect(shared).not.toContain(word);
    }
    expect(shared).toContain('a shared bridge');
  });

  it('brings back the clip of a shot whose message was deleted, once for each time it is asked', async () => {
    const { ana, channel, root } = await ask('deleted', 'a deleted scene');
    const clip = await people.clip(channel, root.ts);
    const { shot } = await people.delivered(channel);
    clip.deleted = true;

    await slack.delivery.command(ana, channel, `show ${shot}`);

    const again = await people.clip(channel, root.ts);
    expect(textOf(again)).toContain(shot);
    await until('its seeds', async () => again.reactions.length === 2);
    expect(slack.messages(channel).filter(({ files }) => files.length > 0)).toEqual([again]);
  });

  it('escapes what people write, wherever Slack would read marks in it', async () => {
    const ana = slack.person('<!here> & co').id;
    const channel = slack.channel('escapes').id;
    const scene = 'a <!channel> & <@U0EVIL> <https://evil.example|door>';
    await slack.delivery.command(ana, channel, `${scene} --model quick --lighting "<!everyone>"`);
    const root = await people.root(channel, 'a <!channel>');
    await people.clip(channel, root.ts);
    await people.delivered(channel);
    const reject = slack.person('escape-ben').id;
    await people.react(reject, await people.clip(channel, root.ts), 'x');
    await people.card(channel, 'Rejected');
    await slack.delivery.command(ana, channel, `show <!channel>`);
    await slack.delivery.command(ana, channel, 'status');
    await until('status', async () => slack.state.messages.some((one) => one.only === ana));

    const read = slack.state.messages.flatMap(({ text, blocks }) => [text, ...marksIn(blocks)]);
    expect(read.join('\n')).toContain('&lt;!channel&gt;');
    // A clip's message begins with its requester, who is told by it.
    for (const text of read) expect(text.replace(/^<@U\d+> \*/, '')).not.toMatch(/<[!@#h](?!date\^)/);
  });

  it('sent every message with a text for notifications, and without unfurled links', () => {
    const posts = slack.calls.filter(({ method }) =>
      ['chat.postMessage', 'chat.postEphemeral', 'chat.update'].includes(method),
    );
    const isPost = ({ method }: { readonly method: string }) => method === 'chat.postMessage';

    expect(posts.length).toBeGreaterThan(20);
    expect(posts.filter(({ args }) => typeof args['text'] !== 'string' || args['text'].trim() === '')).toEqual([]);
    const unfurling = posts
      .filter(isPost)
      .filter(({ args }) => args['unfurl_links'] !== false || args['unfurl_media'] !== false);
    expect(unfurling).toEqual([]);
    expect(slack.state.replies.filter(({ body }) => !body['text'])).toEqual([]);
    const shares = slack.calls.filter(
      ({ method, args }) => method === 'files.completeUploadExternal' && args['channel_id'] !== undefined,
    );
    expect(shares.length).toBeGreaterThan(3);
    for (const { args } of shares) expect(args['initial_comment']).toMatch(/^<@U\w+> .*take \d/);
    expect(slack.state.messages.filter(({ text }) => text.trim() === '')).toEqual([]);
  });
});

/** Every text of the blocks that Slack reads as markup. */
function marksIn(blocks: unknown): readonly string[] {
  if (Array.isArray(blocks)) return blocks.flatMap(marksIn);
  if (typeof blocks !== 'object' || blocks === null) return [];
  const { type, text } = blocks as { readonly type?: unknown; readonly text?: unknown }; // read as it comes
  return type === 'mrkdwn' && typeof text === 'string' ? [text] : Object.values(blocks).flatMap(marksIn);
}
