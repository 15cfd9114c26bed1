import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { textOf } from '../../support/discord-chat.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import { text, withDiscord } from '../../support/discord-story.ts';
import { instantModel } from '../../support/instant-provider.ts';

const PICTURE = createCanvas(8, 8).toBuffer('image/png');
const guided = { ...instantModel('guided', 0n), references: ['first', 'style'] as const, maxReferences: 2 };

const { chat, eyes, channel, database } = withDiscord(() => ({ models: [guided] }));

const referencesOf = (scene: string) =>
  withConnection(database.url, async (client) => {
    const found = await client.query<{ refs: readonly { role: string; sha256: string; media: string }[] }>(
      `select t.params->'references' as refs from take t join shot s on s.id = t.shot_id where s.scene like $1 || '%'`,
      [scene],
    );
    return found.rows.flatMap(({ refs }) => refs);
  });

const expectKept = async (scene: string, role: string) => {
  const thread = await eyes.thread(channel.id, scene);
  await eyes.clip(thread.id);
  const [kept, ...more] = await referencesOf(scene);
  expect(more).toEqual([]);
  expect(kept).toMatchObject({ role, sha256: createHash('sha256').update(PICTURE).digest('hex') });
  expect(await readFile(join(chat.dataDir, 'media', kept?.media ?? ''))).toEqual(PICTURE);
};

it('keeps the picture that was attached, with its role', async () => {
  const { server, mira } = chat;
  const reference = {
    name: 'reference',
    type: 11,
    value: '900000000000000077',
    url: server.addFile('ref.png', PICTURE),
  };

  server.slash(mira.id, channel.id, 'previz', [
    text('scene', 'a mask on a wall'),
    reference,
    text('role', 'first'),
    text('model', 'guided'),
  ]);

  await expectKept('a mask on a wall', 'first');
});

it('keeps the picture that a brief links to', async () => {
  const { server, mira } = chat;
  const url = server.addFile('link.png', PICTURE);

  server.slash(mira.id, channel.id, 'previz', [text('scene', `a door ajar --ref ${url}`), text('model', 'guided')]);

  await expectKept('a door ajar', 'style');
});

it('takes the picture of a message as a reference, and says of a film that it is left out', async () => {
  const { server, mira } = chat;
  const url = server.addFile('idea.png', PICTURE);
  const called = server.onMessage(mira.id, channel.id, 'Pre-viz this', '', [
    { url, type: 'image/png' },
    { url: 'https://cdn.example/a.mov', type: 'video/quicktime' },
  ]);

  const form = JSON.stringify(await eyes.answered(called));
  expect(form).toContain(`--ref style:${url}`);
  expect(form).toContain('What is to be seen. Its pictures go along, in Options.');
  expect(form).toContain('Left out: what is no PNG, JPEG or WebP.');
  expect(form).not.toContain('a.mov');
  server.submit(mira.id, channel.id, called, {
    scene: 'a shadow on a stair',
    options: `--ref style:${url} --model guided`,
  });

  await expectKept('a shadow on a stair', 'style');
});

it.each([
  ['a private address', 'https://169.254.169.254/latest/meta-data', 'public https link'],
  ['another port of this machine', 'http://127.0.0.1:9/x.png', 'public https link'],
])('opens no %s', async (_, url, words) => {
  const { server, mira } = chat;

  const asked = server.slash(mira.id, channel.id, 'previz', [
    text('scene', `a cat --ref ${url}`),
    text('model', 'guided'),
  ]);

  expect(textOf(await eyes.reply(asked, words))).toContain(words);
});

it('says that what was attached is no picture', async () => {
  const { server, mira } = chat;
  const url = server.addFile('ref.png', Buffer.from('<svg/>'));

  const asked = server.slash(mira.id, channel.id, 'previz', [
    text('scene', 'a cat on a sill'),
    { name: 'reference', type: 11, value: '900000000000000078', url },
    text('model', 'guided'),
  ]);

  await eyes.reply(asked, 'not a PNG');
});

itFitsDiscord('references', () => chat.server);
