import { afterAll, beforeAll, expect, it } from 'vitest';
import { messageId, type ThreadRef } from '../../../src/core/ids.ts';
import { withDatabase } from '../../support/database.ts';
import { findMessage, makeDiscordHarness } from '../../support/discord-chat.ts';
import { later } from '../../support/later.ts';

type Harness = Awaited<ReturnType<typeof makeDiscordHarness>>;

const database = withDatabase();
let started: Harness | null = null;
const harness = later<Harness>(() => started);

beforeAll(async () => {
  started = await makeDiscordHarness(database.url);
}, 60_000);
afterAll(() => started?.stop(), 30_000);

const post = async () => {
  const place: ThreadRef = await harness.openChannel();
  const { server } = harness;
  const channel = server.world.channels.get(place.channel);
  if (channel?.guild === undefined || channel.guild === null) throw new Error('no channel');
  const guild = server.world.guilds.get(channel.guild);
  if (guild === undefined) throw new Error('no server');
  const message = server.say(harness.person, place.channel, 'a clip');
  return { place, guild, message: findMessage(server, message.id) };
};

it('reads all who stand behind a reaction, a hundred at a time', async () => {
  const { server, surface } = harness;
  const { place, guild, message } = await post();
  const crowd = Array.from({ length: 205 }, (_, index) => server.addPerson(guild, `Extra ${index}`));
  for (const { id } of crowd) server.react(id, message, { emoji: '✅' });

  const standing = await surface.readReactions(place, messageId(message.id));

  expect(new Set(standing.map(({ person }) => person))).toEqual(new Set(crowd.map(({ id }) => id)));
  expect(standing).toHaveLength(crowd.length);
});

it('reads super reactions by themselves, and bots as what they are', async () => {
  const { server, surface } = harness;
  const { place, guild, message } = await post();
  const [one, two] = [server.addPerson(guild, 'One'), server.addPerson(guild, 'Two')];
  const robot = server.addPerson(guild, 'Robot', { bot: true });
  server.react(one.id, message, { emoji: '❌', burst: true });
  server.react(two.id, message, { emoji: '❌' });
  server.react(robot.id, message, { emoji: '❌' });

  const standing = await surface.readReactions(place, messageId(message.id));

  const keys = new Map(standing.map(({ person, emoji }) => [String(person), emoji]));
  expect(keys.get(one.id)).not.toBe(keys.get(two.id));
  expect(new Map(standing.map(({ person, personKind }) => [String(person), personKind]))).toEqual(
    new Map([
      [one.id, 'member'],
      [two.id, 'member'],
      [robot.id, 'bot'],
    ]),
  );
});
