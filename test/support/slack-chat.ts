import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disconnect, makePrisma } from '../../src/adapters/db/client.ts';
import { makeSlackEdits } from '../../src/adapters/db/slack-edits.ts';
import { makeKindsOf } from '../../src/adapters/db/slack-people.ts';
import { makeSlackPictures, makeSlackPosts } from '../../src/adapters/db/slack-posts.ts';
import { openPieces } from '../../src/adapters/media/open-pieces.ts';
import { makeSlack, type SlackDeps } from '../../src/adapters/slack/slack.ts';
import { makeOneWorkspace } from '../../src/adapters/slack/tokens.ts';
import type { SlackViews } from '../../src/adapters/slack/views.ts';
import { channelId, messageId, personId, type ThreadRef, workspaceId } from '../../src/core/ids.ts';
import type { SeenMessage, SurfaceHarness } from '../contract/chat-surface.ts';
import { textOf } from './slack-app.ts';
import { type SlackServer, startSlackServer } from './slack-server/slack-server.ts';
import { type FakeMessage, findMessage, react } from './slack-server/state.ts';

const NAMES: Readonly<Record<string, string>> = { '✅': 'white_check_mark', '❌': 'x', '👍': '+1', '👎': '-1' };

/** Slack's harness for the contract of chat surfaces: the real clients against the tests' own Slack, rows in a real database. */
export async function makeSlackHarness(
  databaseUrl: string,
  { linkTo = () => null }: Partial<Pick<SlackDeps, 'linkTo'>> = {},
): Promise<SurfaceHarness & { readonly server: SlackServer }> {
  const server = await startSlackServer();
  const prisma = makePrisma(databaseUrl, () => {});
  const folder = await mkdtemp(join(tmpdir(), 'previz-slack-media-'));
  await mkdir(join(folder, 'clips'));
  await writeFile(join(folder, 'clips', 'take-1.mp4'), Buffer.alloc(1_000, 7));
  for (const name of ['week.png', 'again.png', 'lost.png', 'small.png'])
    await writeFile(join(folder, 'clips', name), Buffer.alloc(500, 7));
  const [ana, ben] = [server.person('ana'), server.person('ben')];
  const quiet = { apiUrl: server.apiUrl, logger: undefined };
  const slack = makeSlack({
    ...quiet,
    installed: makeOneWorkspace({ ...quiet, botToken: 'xoxb-test' }),
    posts: makeSlackPosts(prisma),
    pictures: makeSlackPictures(prisma),
    kindsOf: makeKindsOf(prisma),
    formSecret: 'secret',
    edits: makeSlackEdits(prisma),
    media: { open: (media) => openPieces(folder, media) },
    transport: { kind: 'http', signingSecret: 'secret' },
    linkTo,
    record: async () => 'recorded',
    withdraw: async () => {},
    wake: async () => {},
    redraw: async () => undefined,
    onGap: () => {},
    ring: async () => {},
    onRemoved: async () => {},
    views: unusedViews(),
    clock: { now: () => new Date() },
    newId: () => 'id',
    report: () => {},
    timing: { settleMs: 20 },
  });
  const placeOf = (channel: string): ThreadRef => ({
    platform: 'slack',
    workspace: workspaceId(server.state.team),
    channel: channelId(channel),
    thread: null,
  });
  return {
    server,
    surface: slack.surface,
    person: personId(ana.id),
    otherPerson: personId(ben.id),
    bot: server.state.bot,
    goneMessage: messageId('1000000000.000001'),
    openChannel: async () => placeOf(server.channel('contract').id),
    goneChannel: async () => placeOf(server.channel('archived', { is_archived: true }).id),
    look: async (place, viewer) =>
      server.state.messages
        .filter(({ channel, only, deleted }) => channel === place.channel && !deleted && (only ?? viewer) === viewer)
        .map((message) => toSeen(server, message)),
    async react(place, id, { person, emoji, op }) {
      const message = findMessage(server.state, place.channel, id);
      if (message === undefined) throw new Error('no such message');
      react(message, { user: person, name: NAMES[emoji] ?? emoji, op });
    },
    async stop() {
      await server.stop();
      await disconnect(prisma);
      await rm(folder, { recursive: true });
    },
  };
}

/** The surface asks for none of them. */
function unusedViews(): SlackViews {
  const unused = () => {
    throw new Error('not used by a surface');
  };
  return {
    catalog: unused,
    closed: unused,
    brief: unused,
    price: unused,
    settings: unused,
    checkSettings: unused,
    home: unused,
  };
}

const toSeen = ({ state }: SlackServer, message: FakeMessage): SeenMessage => ({
  id: messageId(message.ts),
  thread: message.thread_ts === null ? null : messageId(message.thread_ts),
  text: textOf(message),
  clips: message.files.map(({ id }) => state.files.get(id)?.name ?? id),
  mentions: mentionsIn(message),
  reactions: message.reactions.flatMap(({ name, users }) =>
    users.map((person) => ({ person, emoji: Object.entries(NAMES).find(([, known]) => known === name)?.[0] ?? name })),
  ),
});

/** Whom Slack would notify: user elements, and what reads as a mention where Slack reads markup. */
function mentionsIn({ text, blocks }: FakeMessage): readonly string[] {
  const markup = [text];
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, user_id: user, text: words } = value as Record<string, unknown>; // read one by one below
    if (type === 'user' && typeof user === 'string') found.add(user);
    if (type === 'mrkdwn' && typeof words === 'string') markup.push(words);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(blocks);
  for (const match of markup.join('\n').matchAll(/<(?:@|!(?!date))(\w+)/g)) found.add(match[1] ?? '');
  return [...found];
}
