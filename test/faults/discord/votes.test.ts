import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { type DiscordApp, startDiscordApp } from '../../support/discord-app.ts';
import { makeFaultStory } from '../../support/discord-fault-story.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Message } from '../../support/discord-server/world.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { until } from '../../support/until.ts';

const database = withDatabase();
let chat: DiscordApp;
let story: ReturnType<typeof makeFaultStory>;
let scene: string;
let clip: Message;

beforeAll(async () => {
  chat = await startDiscordApp(database.url);
  story = makeFaultStory(chat);
}, 60_000);

/** A delivered clip, whose reactions were read once already: what is seen from here on was told, or read again. */
beforeEach(async () => {
  await until('a connection', async () => chat.server.gateway.connected() === 1);
  const channel = chat.server.addChannel(chat.guild);
  scene = story.ask(channel).scene;
  clip = await story.seeOneClip(scene, channel);
  await until('the first reading', async () => readings() >= SEEDS);
});

afterAll(() => chat?.stop(), 30_000);

const SEEDS = 2;
/** A reading asks who stands behind each reaction; the last of these questions ends it. */
const readings = () =>
  chat.server.calls.filter(({ method, path }) => method === 'GET' && path.includes(`/messages/${clip.id}/reactions/`))
    .length;
const stand = async () => (await story.votesOf(scene)).map(({ person, vote }) => `${person} ${vote}`).toSorted();
const untilStand = (...votes: readonly (readonly [{ readonly id: string }, string])[]) => {
  const wanted = votes.map(([{ id }, vote]) => `${id} ${vote}`).toSorted();
  return until(`votes ${wanted.join()}`, async () => (await stand()).join() === wanted.join());
};

// Before every other one: the readings that a forgotten session causes go on into the tests after it.
it('reads what it was never told after it had to identify anew', async () => {
  const { server, jonas, aiko } = chat;
  server.react(aiko.id, clip, { emoji: '✅' });
  await untilStand([aiko, 'approve']);
  const before = server.gateway.identified.length;

  server.react(jonas.id, clip, { emoji: '👎', how: 'never' });
  server.unreact(aiko.id, clip, { emoji: '✅', how: 'never' });
  server.gateway.forget();

  await until('a session of its own', async () => server.gateway.identified.length > before);
  await untilStand([jonas, 'reject']);
});

it('counts a reaction once that is delivered twice', async () => {
  chat.server.react(chat.jonas.id, clip, { emoji: '✅', how: 'twice' });

  await untilStand([chat.jonas, 'approve']);
  expect(await story.votesOf(scene)).toMatchObject([{ counted: true }]);
});

it('hears what happened while the connection was cut, by resuming', async () => {
  const before = chat.server.gateway.resumed;

  chat.server.gateway.cut();
  chat.server.react(chat.jonas.id, clip, { emoji: '✅' });

  await untilStand([chat.jonas, 'approve']);
  await until('a resumed session', async () => chat.server.gateway.resumed > before);
});

it('hears what happened while it was asked to reconnect', async () => {
  const before = chat.server.gateway.resumed;

  chat.server.gateway.askReconnect();
  chat.server.react(chat.jonas.id, clip, { emoji: '❌' });

  await untilStand([chat.jonas, 'reject']);
  await until('a resumed session', async () => chat.server.gateway.resumed > before);
});

it('notices a line that died without a word, and hears what was said meanwhile', async () => {
  const { gateway } = chat.server;
  gateway.heartbeatMs(400);
  gateway.cut();
  const beats = gateway.heartbeats;
  await until('a heartbeat', async () => gateway.heartbeats > beats);
  const before = gateway.resumed;

  gateway.goDeaf();
  chat.server.react(chat.jonas.id, clip, { emoji: '✅' });

  await until('a resumed session', async () => gateway.resumed > before);
  await untilStand([chat.jonas, 'approve']);
});

it('takes what comes late and in another order as the gateway has it, until it reads what stands', async () => {
  const { server, jonas, aiko } = chat;

  server.react(jonas.id, clip, { emoji: '✅', how: 'held' });
  server.unreact(jonas.id, clip, { emoji: '✅', how: 'held' });
  server.react(aiko.id, clip, { emoji: '❌', how: 'held' });
  server.gateway.release('reversed');
  await untilStand([jonas, 'approve'], [aiko, 'reject']);
  server.gateway.forget();

  await untilStand([aiko, 'reject']);
});

it('counts an approver whom it never met, by the role that Discord tells of them', async () => {
  const { server, jonas } = chat;
  const role = '900000000000000007';
  const lead = server.addPerson(chat.guild, 'Lead', { roles: [role] });
  const settings = {
    name: 'settings',
    type: 2,
    options: [
      {
        name: 'role',
        type: 1,
        options: [
          { name: 'right', type: 3, value: 'approve' },
          { name: 'role', type: 8, value: role },
        ],
      },
    ],
  };
  const room = server.addChannel(chat.guild);
  const changed = server.slash(chat.mira.id, room.id, 'previz-team', [settings]);
  await story.eyes.reply(changed, 'may vote');

  server.react(lead.id, clip, { emoji: '✅', how: 'never' });
  server.react(jonas.id, clip, { emoji: '❌', how: 'never' });
  server.gateway.forget();

  await untilStand([jonas, 'reject'], [lead, 'approve']);
  const counted = (await story.votesOf(scene)).map(({ person, counted }) => [person, counted]);
  expect(new Map(counted as [string, boolean][])).toEqual(
    new Map([
      [jonas.id, false],
      [lead.id, true],
    ]),
  );
  const asked = server.calls.filter(({ path }) => path === `/guilds/${chat.guild.id}/members/${lead.id}`);
  expect(asked).toHaveLength(1);
});

it('counts super reactions, skin tones, custom emoji and what a moderator clears', async () => {
  const { server, jonas, aiko, mira } = chat;

  server.react(jonas.id, clip, { emoji: '👍🏽' });
  server.react(aiko.id, clip, { emoji: '❌', burst: true });
  server.react(mira.id, clip, { custom: { id: '111111111111111111', name: 'shrug' } });
  await untilStand([jonas, 'approve'], [aiko, 'reject']);
  server.clear(clip, '❌');
  await untilStand([jonas, 'approve']);
  server.clear(clip);

  await untilStand();
});

it('keeps the invariants', async () => {
  const found = await until('settled messages', async () => {
    const breaches = await checkInvariants(database.url, { settled: true });
    return breaches.length === 0 ? ['none'] : false;
  });
  expect(found).toEqual(['none']);
});

itFitsDiscord('votes', () => chat.server);
