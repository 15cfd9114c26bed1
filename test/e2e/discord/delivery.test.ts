import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Guild } from '../../support/discord-server/world.ts';
import { QUICK, text, withDiscord } from '../../support/discord-story.ts';
import { tinyClip } from '../../support/tiny-clip.ts';

const MIB = 1024 * 1024;
const LARGE = 12 * MIB;

let original: Uint8Array;
const { chat, eyes } = withDiscord(async () => {
  original = await padded(await tinyClip(5), LARGE);
  const env = { PUBLIC_URL: 'https://previz.example', PREVIZ_SECRET: 'a secret of the tests, long enough' };
  return { clip: original, env };
});

const clipIn = async (guild: Guild, scene: string) => {
  const { server } = chat;
  const person = server.addPerson(guild, 'Ana');
  const channel = server.addChannel(guild);
  server.slash(person.id, channel.id, 'previz', [text('scene', scene), QUICK]);
  const thread = await eyes.thread(channel.id, scene);
  return eyes.clip(thread.id);
};

it('sends a copy where the server takes no more, and keeps and links the original', async () => {
  const clip = await clipIn(chat.server.addGuild(0), 'a barge passes a lock');

  expect(clip.attachments[0]?.size).toBeLessThanOrEqual(9.5 * MIB);
  expect(clip.attachments[0]?.bytes).not.toEqual(Buffer.from(original));
  expect(clip.content).toContain('[the original](https://previz.example/');
  const line = (await chat.lines()).find(({ brief }) => brief.includes('a barge'));
  expect(line?.sha256).toBe(createHash('sha256').update(original).digest('hex'));
  expect((await readFile(join(chat.dataDir, 'media', line?.media ?? ''))).equals(original)).toBe(true);
  expect(JSON.stringify(line)).not.toContain('cdn.');
});

it.each([
  [2, 'a tug pulls a raft'],
  [3, 'a ferry turns in the wind'],
])('sends the original itself to a server of boost level %i', async (tier, scene) => {
  const clip = await clipIn(chat.server.addGuild(tier), scene);

  expect(clip.attachments.map(({ size }) => size)).toEqual([LARGE]);
  expect(clip.content).not.toContain('original](');
});

it('sends a copy to a server that has lost its boosts since it was asked', async () => {
  const guild = chat.server.addGuild(2);
  expect((await clipIn(guild, 'a canoe in the reeds')).attachments.map(({ size }) => size)).toEqual([LARGE]);
  guild.premiumTier = 0;

  const clip = await clipIn(guild, 'a kayak in the rapids');

  expect(clip.attachments[0]?.size).toBeLessThanOrEqual(9.5 * MIB);
  expect(clip.content).toContain('[the original](https://previz.example/');
});

it('shows a still and the link where the server takes no copy either', async () => {
  const { server } = chat;
  const channel = server.addChannel(server.addGuild(0));
  server.faults.add({ path: /\/messages$/, method: 'POST', files: true, kind: 'status', value: 413, code: 40_005 });
  const person = server.addPerson([...server.world.guilds.values()].at(-1) ?? chat.guild, 'Ana');

  server.slash(person.id, channel.id, 'previz', [text('scene', 'a raft on a lake'), QUICK]);

  const thread = await eyes.thread(channel.id, 'a raft on a lake');
  const still = await eyes.message(thread.id, 'larger than this server takes: [watch it here](https://previz.example/');
  expect(still.attachments.map(({ filename }) => filename)).toEqual(['still.jpg']);
  expect(server.faults.left()).toBe(0);
});

/** A playable clip of that size: players pass over a box that is called free. */
async function padded(clip: Uint8Array, size: number): Promise<Uint8Array> {
  const box = Buffer.alloc(size - clip.byteLength);
  box.writeUInt32BE(box.byteLength, 0);
  box.write('free', 4, 'latin1');
  return Buffer.concat([clip, box]);
}

itFitsDiscord('clips of any size', () => chat.server);
