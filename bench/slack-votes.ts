import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makePrisma } from '../src/adapters/db/client.ts';
import { toEmoji } from '../src/adapters/slack/emoji.ts';
import { startApp } from '../src/app/commands/start.ts';
import { readConfig } from '../src/app/config.ts';
import { instantModel, makeInstantProvider } from '../test/support/instant-provider.ts';
import { startSlackServer } from '../test/support/slack-server/slack-server.ts';
import { tinyClip } from '../test/support/tiny-clip.ts';
import { printFigures } from './report.ts';
import { deliver, SECRET } from './slack/load.ts';

/** Reactions over HTTP, a quarter of them delivered twice, all shuffled: until every ballot is what an oracle says. */
const EVENTS = Number(process.argv[2] ?? 10_000);
const [CLIPS, PEOPLE, AT_ONCE] = [20, 40, 64];
const NAMES = ['white_check_mark', 'x', '+1', '-1', 'thumbsup', 'thumbsup::skin-tone-3', 'eyes'] as const;

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-votes-'));
const slack = await startSlackServer({ signingSecret: SECRET });
const clip = await tinyClip(5);
const app = await startApp({
  config: readConfig({
    ...{ PREVIZ_DATA: join(dataDir, 'data'), PORT: '0', LOG_LEVEL: 'error' },
    ...{ SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: slack.apiUrl },
  }),
  only: ['slack', 'worker'],
  terminal: { out: () => {}, err: () => {} },
  parts: { providers: new Map([['quick', makeInstantProvider(() => clip)]]), models: [instantModel('quick', 0n)] },
});
const url = `${app.url}slack/events`;
slack.delivery.aim({ kind: 'http', url });
const prisma = makePrisma(app.composed.databaseUrl);
try {
  const people = Array.from({ length: PEOPLE }, (_, index) => slack.person(`p${index}`).id);
  const takes = await makeTakes(people[0] ?? '');
  const { bodies, oracle } = makeEvents(people, takes);
  slack.delivery.aim({ kind: 'nowhere' });
  const began = performance.now();
  await sendAll(bodies);
  const sent = performance.now() - began;
  while ((await prisma.act.count({ where: { doneAt: null } })) > 0) await pause(50);
  const seconds = (performance.now() - began) / 1_000;
  const wrong = await countWrong(takes, people, oracle);
  const rate = bodies.length / seconds;
  printFigures('Slack reactions to ballots', [
    {
      what: `${bodies.length} deliveries of ${EVENTS} reactions acknowledged`,
      measured: `${(sent / 1_000).toFixed(1)} s`,
      target: '',
      met: true,
    },
    {
      what: 'until every ballot is counted',
      measured: `${seconds.toFixed(1)} s, ${rate.toFixed(0)}/s`,
      target: '≥ 500/s',
      met: rate >= 500,
    },
    { what: 'ballots that differ from the oracle', measured: String(wrong), target: '0', met: wrong === 0 },
  ]);
} finally {
  await prisma.$disconnect();
  await app.stop();
  await slack.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

interface BenchTake {
  readonly id: string;
  readonly channel: string;
  readonly ts: string;
}

async function makeTakes(person: string): Promise<readonly BenchTake[]> {
  for (let index = 0; index < CLIPS; index += 1) {
    const channel = slack.channel(`bench-${index}`).id;
    await slack.delivery.command(person, channel, `bench ${index} --model quick`);
  }
  for (;;) {
    const rows = await prisma.outbox.findMany({ where: { kind: 'clip', messageId: { not: null } } });
    if (rows.length === CLIPS)
      return rows.map((row) => ({ id: row.takeId ?? '', channel: row.channelId, ts: row.messageId ?? '' }));
    await pause(50);
  }
}

/** The oracle plays the events in their true order: the latest of a person's vote reactions that still stands. */
function makeEvents(people: readonly string[], takes: readonly BenchTake[]) {
  const standing = new Map<string, Map<string, number>>();
  const bodies: string[] = [];
  for (let index = 0; index < EVENTS; index += 1) {
    const take = takes[Math.floor(Math.random() * takes.length)];
    const person = people[1 + Math.floor(Math.random() * (people.length - 1))] ?? '';
    const name = NAMES[Math.floor(Math.random() * NAMES.length)] ?? 'x';
    if (take === undefined) continue;
    const key = `${take.id} ${person}`;
    const own = standing.get(key) ?? new Map<string, number>();
    standing.set(key, own);
    const emoji = toEmoji(name);
    const isThere = own.has(emoji);
    if (isThere) own.delete(emoji);
    else own.set(emoji, index);
    const event = {
      ...{
        type: isThere ? 'reaction_removed' : 'reaction_added',
        user: person,
        reaction: name,
        item_user: slack.state.bot,
      },
      ...{ item: { type: 'message', channel: take.channel, ts: take.ts }, event_ts: slack.state.ts() },
    };
    const body = JSON.stringify({
      team_id: slack.state.team,
      type: 'event_callback',
      event_id: `Ev${index}`,
      api_app_id: 'A1',
      event,
    });
    bodies.push(body);
    if (index % 4 === 0) bodies.push(body);
  }
  for (let at = bodies.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1));
    [bodies[at], bodies[other]] = [bodies[other] ?? '', bodies[at] ?? ''];
  }
  return { bodies, oracle: standing };
}

async function sendAll(bodies: readonly string[]): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < bodies.length) {
      const body = bodies[next] ?? '';
      next += 1;
      const { status } = await deliver(url, body, 'application/json');
      if (status !== 200) throw new Error(`answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function countWrong(
  takes: readonly BenchTake[],
  people: readonly string[],
  oracle: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Promise<number> {
  const votes: Record<string, string> = {
    '✅': 'approve',
    '👍': 'approve',
    '👍::skin-tone-3': 'approve',
    '❌': 'reject',
    '👎': 'reject',
  };
  const ballots = await prisma.ballot.findMany();
  const counted = new Map(ballots.map((ballot) => [`${ballot.takeId} ${ballot.personId}`, ballot.vote]));
  let wrong = 0;
  for (const take of takes)
    for (const person of people) {
      const key = `${take.id} ${person}`;
      const own = [...(oracle.get(key) ?? [])].filter(([emoji]) => votes[emoji] !== undefined);
      const latest = own.toSorted((a, b) => a[1] - b[1]).at(-1)?.[0];
      if (counted.get(key) !== (latest === undefined ? undefined : votes[latest])) wrong += 1;
    }
  return wrong;
}
