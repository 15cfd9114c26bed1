import type { LogLine } from '../../src/core/ports/log-store.ts';
import { buttonsOf, type SlackApp, textOf } from './slack-app.ts';
import { type FakeMessage, react } from './slack-server/state.ts';
import { until } from './until.ts';

/** What people do in the test's Slack, and what they see there. */
export function makePeople({ slack, app }: Pick<SlackApp, 'slack' | 'app'>) {
  const find = (what: string, look: () => FakeMessage | undefined) => until(what, async () => look(), 60_000);
  const log = async (): Promise<readonly LogLine[]> => {
    const lines: LogLine[] = [];
    const query = { workspace: null, channel: null, words: [], since: null, limit: null };
    for await (const line of app.composed.studio.log.read(query)) lines.push(line);
    return lines;
  };
  const lines = async (channel: string) => (await log()).filter((line) => line.channel === channel);
  return {
    log,
    /** What the log says of a channel's takes, of all or of the first. */
    lines,
    line: async (channel: string): Promise<LogLine | undefined> => (await lines(channel))[0],
    /** The first line of a delivered take, once there is one, or once there are exactly so many. */
    delivered: (channel: string, exactly?: number): Promise<LogLine> =>
      until(`delivered: ${exactly ?? 'one'}`, async () => {
        const found = (await lines(channel)).filter(({ status }) => status === 'delivered');
        return found.length === (exactly ?? found.length) && found[0];
      }),
    root: (channel: string, words: string) =>
      find(`root ${words}`, () =>
        slack.messages(channel).find((message) => message.thread_ts === null && textOf(message).includes(words)),
      ),
    clip: (channel: string, thread: string, nth = 0) =>
      find(
        'clip',
        () =>
          slack.messages(channel).filter((message) => message.thread_ts === thread && message.files.length > 0)[nth],
      ),
    card: (channel: string, words: string) =>
      find(`card ${words}`, () =>
        slack.messages(channel).find((message) => message.thread_ts !== null && textOf(message).includes(words)),
      ),
    note: (user: string, words: string) =>
      find(`note ${words}`, () =>
        slack.state.messages.find((message) => message.only === user && textOf(message).includes(words)),
      ),
    /** A direct message to this person. */
    direct: (user: string, words: string) =>
      find(`direct message ${words}`, () =>
        slack.state.messages.find((message) => message.channel === `D${user}` && textOf(message).includes(words)),
      ),
    /** What this person alone was told, in a channel or directly. */
    toldTo: (user: string) =>
      slack.state.messages.filter(({ only, channel }) => only === user || channel === `D${user}`),
    withButton: (channel: string, label: string) =>
      find(`a card with ${label}`, () =>
        slack.messages(channel).find((message) => buttonsOf(message).some((button) => button.label === label)),
      ),
    press: (user: string, message: FakeMessage, label: string) => {
      const button = buttonsOf(message).find((one) => one.label.startsWith(label));
      if (button === undefined)
        throw new Error(
          `no button ${label} among ${buttonsOf(message)
            .map((one) => one.label)
            .join(', ')}`,
        );
      const isPrivate = message.only !== null;
      return slack.delivery.interactive(user, {
        type: 'block_actions',
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: message.channel,
          is_ephemeral: isPrivate,
          ...(message.thread_ts === null ? {} : { thread_ts: message.thread_ts }),
        },
        channel: { id: message.channel, name: slack.state.channels.get(message.channel)?.name ?? 'directmessage' },
        ...(isPrivate
          ? {}
          : {
              message: {
                type: 'message',
                ts: message.ts,
                text: message.text,
                ...(message.thread_ts === null ? {} : { thread_ts: message.thread_ts }),
              },
            }),
        response_url: slack.delivery.responseUrl(user),
        actions: [
          {
            type: 'button',
            block_id: 'b',
            action_id: button.action_id,
            value: button.value,
            action_ts: slack.state.ts(),
            text: { type: 'plain_text', text: button.label },
          },
        ],
      });
    },
    /** "Pre-viz this" on a message. */
    point: (
      user: string,
      message: Pick<FakeMessage, 'channel' | 'ts' | 'user' | 'text'> & Partial<Pick<FakeMessage, 'thread_ts'>>,
      files: readonly object[] = [],
    ) => {
      const { channel, ts, thread_ts = null, text } = message;
      return slack.delivery.interactive(user, {
        ...{ type: 'message_action', callback_id: 'previz_this', action_ts: slack.state.ts(), message_ts: ts },
        channel: { id: channel, name: slack.state.channels.get(channel)?.name },
        message: {
          ...{ type: 'message', user: message.user, ts, text },
          ...(files.length === 0 ? {} : { files }),
          ...(thread_ts === null ? {} : { thread_ts }),
        },
        response_url: slack.delivery.responseUrl(user),
      });
    },
    react: async (user: string, message: FakeMessage, name: string, op: 'add' | 'remove' = 'add') => {
      react(message, { user, name, op });
      await slack.delivery.event({
        type: op === 'add' ? 'reaction_added' : 'reaction_removed',
        ...{ user, reaction: name, item_user: message.user, event_ts: slack.state.ts() },
        item: { type: 'message', channel: message.channel, ts: message.ts },
      });
    },
  };
}
