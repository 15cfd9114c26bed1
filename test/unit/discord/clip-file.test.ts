import { expect, it } from 'vitest';
import { type ClipFiles, fileOf as chosen, notesOf, shownIn } from '../../../src/adapters/discord/clip-file.ts';
import { uploadLimitOf } from '../../../src/adapters/discord/limits.ts';
import type { Clip } from '../../../src/core/card/card.ts';
import { personId, takeId } from '../../../src/core/ids.ts';
import { makeCard } from '../../contract/chat-surface.ts';

const MIB = 1024 * 1024;
const fileOf = async (media: ClipFiles, of: Clip, limit: number) => {
  const found = await chosen(media, of, limit);
  return { ...found, isClip: found.shown !== 'still', notes: notesOf(media, of, found.shown) };
};
const clip = (bytes: number) => ({
  takeId: takeId('t'),
  requester: personId('p'),
  fileName: 'PV-0001_t01.mp4',
  media: 'takes/ab/abcd.mp4',
  poster: 'takes/ab/abcd.poster.jpg',
  bytes,
  seconds: 5,
  width: 1280,
  height: 720,
  altText: 'a keeper climbs',
  card: makeCard('take 1'),
});
const files = (fits: number | null, link: string | null = null) => {
  const asked: number[] = [];
  const media: ClipFiles = {
    localPath: async (path) => `/media/${path}`,
    async fit({ maxBytes }) {
      asked.push(maxBytes);
      return fits;
    },
    fitsFolder: '/fits',
    linkTo: () => link,
  };
  return { media, asked };
};

it.each([
  [0, 10],
  [1, 10],
  [2, 50],
  [3, 100],
  [9, 10],
])('a server of boost level %d takes %d MiB', (tier, mebibytes) => {
  expect(uploadLimitOf(tier)).toBe(mebibytes * MIB);
});

it('uploads a clip that fits as it is', async () => {
  const { media, asked } = files(null);

  expect(await fileOf(media, clip(9 * MIB), 10 * MIB)).toMatchObject({
    file: { path: '/media/takes/ab/abcd.mp4', name: 'PV-0001_t01.mp4' },
    isClip: true,
    notes: [],
  });
  expect(asked).toEqual([]);
});

it('has a larger one encoded to fit under 95 %, and links the original', async () => {
  const { media, asked } = files(9 * MIB, 'https://previz.example/share/x');

  const found = await fileOf(media, clip(25 * MIB), 10 * MIB);

  expect(asked).toEqual([Math.floor(9.5 * MIB)]);
  expect(found).toMatchObject({ isClip: true, file: { name: 'PV-0001_t01.mp4' } });
  expect(found.notes.join()).toContain('https://previz.example/share/x');
});

it('shows a still and a link where no copy fits', async () => {
  const linked = await fileOf(files(null, 'https://previz.example/share/x').media, clip(400 * MIB), 10 * MIB);
  const bare = await fileOf(files(null).media, clip(400 * MIB), 10 * MIB);

  expect(linked).toMatchObject({ isClip: false, file: { name: 'still.jpg' } });
  expect(linked.notes.join()).toContain('https://previz.example/share/x');
  expect(bare.notes.join()).toContain('previz show');
});

it('sends the original where the server takes it, though a copy for chat was made', async () => {
  const { media, asked } = files(null);
  const original = { media: 'takes/ab/abcd.mov', bytes: 40 * MIB, isSame: true };
  const shrunk = { ...clip(8 * MIB), media: 'takes/ab/abcd.chat-1.mp4', original };

  const boosted = await fileOf(media, shrunk, 50 * MIB);
  const plain = await fileOf(media, shrunk, 10 * MIB);

  expect(boosted).toMatchObject({ file: { path: '/media/takes/ab/abcd.mov' }, notes: [] });
  expect(plain).toMatchObject({ file: { path: '/media/takes/ab/abcd.chat-1.mp4' } });
  expect(plain.notes.join()).toContain('the original is kept');
  expect(asked).toEqual([]);
});

it('has a larger copy made of the original for a server that takes more, and falls back to the one for any chat', async () => {
  const original = { media: 'takes/ab/abcd.mp4', bytes: 90 * MIB, isSame: true };
  const shrunk = { ...clip(8 * MIB), media: 'takes/ab/abcd.chat-1.mp4', original };
  const can = files(40 * MIB);

  const made = await fileOf(can.media, shrunk, 50 * MIB);
  const failed = await fileOf(files(null).media, shrunk, 50 * MIB);

  expect(can.asked).toEqual([Math.floor(47.5 * MIB)]);
  expect(made.file?.path).toMatch(/^\/fits\/abcd\./);
  expect(failed.file?.path).toBe('/media/takes/ab/abcd.chat-1.mp4');
});

it('sends a copy that shows more than the original instead of it: a matte, a mark; and says nothing of a fit', async () => {
  const original = { media: 'takes/ab/abcd.mp4', bytes: 9 * MIB, isSame: false };
  const matted = { ...clip(2 * MIB), media: 'takes/ab/abcd.chat-2.mp4', original };
  const copy = { file: { path: '/media/takes/ab/abcd.chat-2.mp4' }, isClip: true };

  expect(await fileOf(files(null).media, matted, 10 * MIB)).toMatchObject({ ...copy, notes: [] });
  expect(await fileOf(files(null, 'https://previz.example/share/x').media, matted, 10 * MIB)).toMatchObject({
    ...copy,
    notes: ['-# [The original](https://previz.example/share/x)'],
  });
});

it('has a matted copy made smaller where it is larger than the server takes, and says so', async () => {
  const original = { media: 'takes/ab/abcd.mp4', bytes: 90 * MIB, isSame: false };
  const matted = { ...clip(20 * MIB), media: 'takes/ab/abcd.chat-2.mp4', original };

  const found = await fileOf(files(9 * MIB).media, matted, 10 * MIB);

  expect(found.notes).toEqual(['-# Encoded to fit this server; the original is kept.']);
});

it.each([
  ['untouched', [{ filename: 'PV-0001_t01.mp4', size: 40 }], true],
  ['fitted', [{ filename: 'PV-0001_t01.mp4', size: 9 }], true],
  ['copy', [{ filename: 'PV-0001_t01.mp4', size: 20 }], false],
  ['fitted', [{ filename: 'PV-0001_t01.mp4', size: 9 }], false],
  ['still', [{ filename: 'still.jpg', size: 1 }], true],
  ['still', [], true],
] as const)('knows what was sent as %s again: %j', (shown, seen, isSame) => {
  const original = { media: 'takes/ab/abcd.mp4', bytes: 40, isSame };

  expect(shownIn({ ...clip(20), original }, seen)).toBe(shown);
});
