import { afterAll, beforeAll, expect } from 'vitest';
import { withConnection } from '../../src/adapters/db/connect.ts';
import { withDatabase } from './database.ts';
import { later } from './later.ts';
import { type SlackApp, type SlackAppOptions, startSlackApp, type Transport, textOf } from './slack-app.ts';
import { makeForms } from './slack-forms.ts';
import { makePeople } from './slack-people.ts';
import type { FakeMessage } from './slack-server/state.ts';
import { until } from './until.ts';

/** Slack's waits, as short as a test wants them; what they wait for stays the same. */
export const QUICK = {
  resendFirstMs: 50,
  slackTiming: { editPaceMs: 100, settleMs: 200, lookMs: [10, 30, 60, 120, 250], shareMs: 1_500, uploadIdleMs: 1_500 },
} as const;

type Options = SlackAppOptions & { readonly transport?: Transport };

/** The app on the test's own Slack, from the first test of the file or `describe` to its last; quick unless told other parts. */
export function withSlack({ transport = 'http', ...more }: Options = {}) {
  const database = withDatabase();
  let started: SlackApp | null = null;
  const run = later<SlackApp>(() => started);
  const slack = later(() => started?.slack);
  const stories = makeStories({ slack, app: later(() => started?.app) });
  const { people } = stories;
  const forms = makeForms(slack);

  beforeAll(async () => {
    started = await startSlackApp(database.url, transport, { parts: QUICK, ...more });
  });
  afterAll(() => started?.stop());

  return {
    ...{ database, run, slack, stories, people, forms },
    /** Rows of the app's database. */
    rows: (sql: string) => withConnection(database.url, async (client) => (await client.query(sql)).rows),
    /** Somebody asks for a take, a free one unless told otherwise, in a channel of its own. */
    async ask(name: string, scene: string, options = '--model quick') {
      const ana = slack.person(`${name}-ana`).id;
      const channel = slack.channel(name).id;
      await slack.delivery.command(ana, channel, `${scene} ${options}`);
      return { ana, channel, root: await people.root(channel, scene) };
    },
    /** Opens the form for a request, and waits until it is filled. */
    async openForm(user: string, channel: string) {
      await slack.delivery.command(user, channel, '');
      const view = await forms.view(user, 'form:request', -1);
      await until('it is filled', async () => JSON.stringify(view.view).includes('Price'));
      return view;
    },
  };
}

export interface Told {
  readonly ana: string;
  readonly ben: string;
  readonly channel: string;
  readonly root: FakeMessage;
  readonly clip: FakeMessage;
}

/** Stories told on one app, each in a channel of its own. */
export function makeStories(run: Pick<SlackApp, 'slack' | 'app'>) {
  const people = makePeople(run);
  let count = 0;

  /** Root, clip and take card stand once each, and every message says something. */
  const expectOnce = (channel: string, scene: string): void => {
    const shown = run.slack.messages(channel);
    expect(shown.filter(({ thread_ts, user }) => thread_ts === null && user === run.slack.state.bot)).toHaveLength(1);
    expect(shown.filter(({ files }) => files.length > 0)).toHaveLength(1);
    const cards = shown.filter((message) => message.thread_ts !== null && textOf(message).includes('Asked by'));
    expect(cards.map(textOf).filter((text) => text.includes('take 1'))).toHaveLength(1);
    const others = shown.filter((message) => message.files.length === 0).map(textOf);
    expect(new Set(others).size).toBe(others.length);
    expect(shown.every((message) => message.text !== '' || message.files.length > 0)).toBe(true);
    expect(shown.some((message) => textOf(message).includes(scene))).toBe(true);
  };

  return {
    people,
    expectOnce,
    /** From the command to a delivered clip with one vote; then nothing may be there twice. */
    async tell(during: (channel: string) => void = () => {}): Promise<Told> {
      const { slack } = run;
      count += 1;
      const scene = `a fault in the lighthouse number ${count}`;
      const [ana, ben] = [slack.person(`ana${count}`).id, slack.person(`ben${count}`).id];
      const channel = slack.channel(`fault-${count}`).id;
      during(channel);
      await slack.delivery.command(ana, channel, `${scene} --model quick`);
      const root = await people.root(channel, scene);
      const clip = await people.clip(channel, root.ts);
      await people.react(ben, clip, 'white_check_mark');
      await until('the vote in the log', async () => {
        const line = await people.line(channel);
        return line?.status === 'delivered' && line.votes.length === 1;
      });
      await people.card(channel, 'Approved by');
      expectOnce(channel, scene);
      const line = await people.line(channel);
      expect(line).toMatchObject({ status: 'delivered', message_id: clip.ts });
      expect(line?.votes).toMatchObject([{ person: ben, vote: 'approve', counted: true }]);
      return { ana, ben, channel, root, clip };
    },
  };
}
