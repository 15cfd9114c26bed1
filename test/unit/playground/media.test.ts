import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, describe, expect } from 'vitest';
import { serveMedia } from '../../../src/adapters/media/serve.ts';

const SHA256 = 'a'.repeat(64);
const CLIP = `clips/${SHA256}.mp4`;
const BYTES = Buffer.from('0123456789');

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads what a fixture needs from this pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'previz-media-'));
    await mkdir(join(folder, 'media', 'clips'), { recursive: true });
    await writeFile(join(folder, 'media', CLIP), BYTES);
    await writeFile(join(folder, 'media', 'notes.html'), '<script>');
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await symlink(join(folder, 'secret.txt'), join(folder, 'media', 'link.txt'));
    await use(join(folder, 'media'));
    await rm(folder, { recursive: true });
  },
});

const ask = (folder: string, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  serveMedia(folder, { path, method, headers: new Headers(headers), saveAs: null });

describe('a stored clip', () => {
  test('is served whole, for good, under its type', async ({ folder }) => {
    const answer = await ask(folder, CLIP);

    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('0123456789');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '10',
      'accept-ranges': 'bytes',
      etag: `"${CLIP}"`,
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  test.for([
    ['bytes=0-3', 'bytes 0-3/10', '0123'],
    ['bytes=4-', 'bytes 4-9/10', '456789'],
    ['bytes=-3', 'bytes 7-9/10', '789'],
    ['bytes=8-99', 'bytes 8-9/10', '89'],
    ['bytes=-99', 'bytes 0-9/10', '0123456789'],
  ] as const)('answers %s with %s', async ([range, contentRange, body], { folder }) => {
    const answer = await ask(folder, CLIP, { range });

    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(await answer.text()).toBe(body);
  });

  test.for(['bytes=10-', 'bytes=-0'])('has no %s', async (range, { folder }) => {
    const answer = await ask(folder, CLIP, { range });

    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe('bytes */10');
  });

  test.for(['bytes=5-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=-'])(
    'is served whole for %s',
    async (range, { folder }) => {
      expect((await ask(folder, CLIP, { range })).status).toBe(200);
    },
  );

  test('is served whole where the range was of another version', async ({ folder }) => {
    expect((await ask(folder, CLIP, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
    expect((await ask(folder, CLIP, { range: 'bytes=0-1', 'if-range': `"${CLIP}"` })).status).toBe(206);
  });

  test('is not sent again to who has it', async ({ folder }) => {
    expect((await ask(folder, CLIP, { 'if-none-match': `"${CLIP}"` })).status).toBe(304);
  });

  test('is described without its bytes', async ({ folder }) => {
    const answer = await ask(folder, CLIP, {}, 'HEAD');

    expect(answer.headers.get('content-length')).toBe('10');
    expect(await answer.text()).toBe('');
  });

  test('is saved under the name that was asked for', async ({ folder }) => {
    const request = { path: CLIP, method: 'GET', headers: new Headers() };

    const answer = await serveMedia(folder, { ...request, saveAs: 'Tür "1"\r\n.mp4' });

    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="T_r _1___.mp4"; filename*=UTF-8''T%C3%BCr%20%221%22%0D%0A.mp4`,
    );
  });
});

describe('the media folder', () => {
  test.for([
    '../secret.txt',
    'clips/../../secret.txt',
    '/etc/passwd',
    'link.txt',
    'clips',
    '.hidden',
    '',
    'a//b',
    'a\\b',
    'a\0b',
    'nothing.mp4',
    `${CLIP}/x`,
  ])('answers "%s" with nothing', async (path, { folder }) => {
    expect((await ask(folder, path)).status).toBe(404);
  });

  test('runs nothing that it serves', async ({ folder }) => {
    const answer = await ask(folder, 'notes.html');

    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  });
});
