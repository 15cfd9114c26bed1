import { randomBytes } from 'node:crypto';
import { once as once_ } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeBucketLinks } from '../../../src/adapters/media/bucket-links.ts';
import { makeMediaStore } from '../../../src/adapters/media/media-store.ts';
import { makeS3Store, openBucket, type S3Options } from '../../../src/adapters/media/s3-store.ts';
import { readConfig } from '../../../src/app/config.ts';
import { openLinks } from '../../../src/app/open-links.ts';
import { TransientError } from '../../../src/core/errors.ts';
import { tinyClip } from '../../support/tiny-clip.ts';

interface S3Server {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}
// It has no typings.
const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as new (options: object) => S3Server;

describe('media in a bucket', () => {
  let root = '';
  let server: S3Server;
  let s3: S3Options;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'previz-s3-'));
    server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: join(root, 'bucket'),
      configureBuckets: [{ name: 'clips' }],
    });
    const { port } = await server.run();
    s3 = {
      bucket: 'clips',
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    };
  });
  afterAll(async () => {
    await server.close();
    await rm(root, { recursive: true, force: true });
  });

  const machine = (name: string, options: S3Options = s3) => {
    const folder = join(root, name);
    return makeS3Store({ local: makeMediaStore({ folder }), folder, s3: options, timeoutMs: 5_000 });
  };

  it('is opened by a signed link to the bucket, for seven days, and by no other', async () => {
    const bytes = await tinyClip(3);
    const { media } = await machine('linked').store('PV-0001_t01.mp4', once(bytes));
    const linkAt = (at: Date) =>
      makeBucketLinks({ s3, endpoint: s3.endpoint, clock: { now: () => at } }).linkTo(media, 'PV-0001 t01 “é”.mp4');
    const link = linkAt(new Date());

    const answer = await fetch(link);
    const wrong = await fetch(link.replace(/Signature=..../, 'Signature=0000'));
    const elsewhere = await fetch(link.replace(/[0-9a-f]{64}\.mp4/, `${'0'.repeat(64)}.mp4`));
    const old = await fetch(linkAt(new Date(Date.now() - 8 * 86_400_000)));

    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    expect(answer.headers.get('content-disposition')).toContain('PV-0001 t01');
    expect([wrong.status, elsewhere.status, old.status]).toEqual([403, 403, 403]);
    expect(link).not.toContain(`${s3.secretAccessKey}&`);
    expect(linkAt(new Date('2026-11-21T01:00:00Z'))).toBe(linkAt(new Date('2026-11-21T23:00:00Z')));
  });

  it('is handed out by the app where nobody else reaches the bucket, also what another machine stored', async () => {
    const environment = {
      S3_BUCKET: 'clips',
      S3_ENDPOINT: s3.endpoint,
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
      PUBLIC_URL: 'https://previz.example.com',
      PREVIZ_DATA: '/nowhere',
    };
    const bytes = await tinyClip(3);
    const { media } = await machine('here').store('PV-0001_t01.mp4', once(bytes));
    const open = (env: object) =>
      openLinks({
        config: readConfig({ ...environment, ...env }),
        secret: 'a secret',
        media: machine('there'),
        folder: join(root, 'there'),
        clock: { now: () => new Date() },
      });
    const { links, shared } = open({});
    const link = links?.linkTo(media, 'a.mp4') ?? '';

    expect(link).toContain('https://previz.example.com/share/');
    const answer = await shared?.serve(new Request(link));
    expect(answer?.status).toBe(200);
    expect(new Uint8Array((await answer?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(new Uint8Array(bytes));
    const bucket = open({ S3_PUBLIC_ENDPOINT: 'https://s3.example.com' }).links;
    expect(bucket?.linkTo(media, 'a.mp4')).toContain('https://s3.example.com/clips/');
  });

  it('keeps a clip for another machine, byte for byte, with its pictures', async () => {
    const bytes = await tinyClip(2);
    const stored = await machine('one').store('PV-0001_t01.mp4', once(bytes));
    const derived = await machine('one').derive(stored.media, { matte: null, mark: null });
    const poster = await machine('one').poster(stored.media);

    const other = machine('two');

    expect(Buffer.concat(await collect(await other.open(stored.media))).equals(bytes)).toBe(true);
    expect(await other.probe(stored.media)).toMatchObject({ kind: 'clip', seconds: 2 });
    for (const media of [derived.strip, poster])
      expect((await collect(await machine('three').open(media ?? ''))).length).toBeGreaterThan(0);
    expect(await openBucket(s3, 5_000).has(stored.media)).toBe(true);
  });

  it('stores the same bytes again as the same object', async () => {
    const bytes = randomBytes(200_000);

    const first = await machine('four').store('a.mp4', once(bytes));
    const second = await machine('five').store('b.mp4', once(bytes));

    expect(second).toEqual(first);
  });

  it('lets a clip wait for a bucket that says no, is not there, or has another key', async () => {
    const gone = { ...s3, endpoint: 'http://127.0.0.1:1' };
    for (const options of [gone, { ...s3, bucket: 'nobodys' }, { ...s3, secretAccessKey: 'wrong' }])
      await expect(machine('six', options).store('a.mp4', once(randomBytes(10)))).rejects.toMatchObject({
        constructor: TransientError,
        code: 'storage',
      });
  });

  it('outlives a bucket that closes behind bytes that nobody has read yet', async () => {
    const closing = createServer((_, answer) => {
      answer.writeHead(200, { 'content-length': String(4 << 20) });
      answer.write(Buffer.alloc(2 << 20), () => setImmediate(() => answer.destroy()));
    }).listen(0, '127.0.0.1');
    await once_(closing, 'listening');
    onTestFinished(() => void closing.close());
    const { port } = closing.address() as AddressInfo;
    const bucket = openBucket({ ...s3, endpoint: `http://127.0.0.1:${port}` }, 5_000);

    const bytes = await bucket.get('takes/aa/clip.mp4');
    const reading = (async () => {
      for await (const _ of bytes) await new Promise((next) => setImmediate(next));
    })();

    await expect(reading).rejects.toMatchObject({ name: 'TransientError', code: 'storage' });
  });

  it('says so where nothing is stored under a name', async () => {
    await expect(machine('seven').open(`takes/ab/${'a'.repeat(64)}.mp4`)).rejects.toThrow('the bucket answered 404');
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return pieces;
}
