import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import { TransientError } from '../../core/errors.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { getObject } from './get-object.ts';
import { toPath } from './media-path.ts';
import { makeParts } from './parts.ts';

export interface S3Options {
  readonly bucket: string;
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3StoreOptions {
  /** The store that works on this machine's disk: here a workplace and a cache, the bucket is what lasts. */
  readonly local: MediaStore;
  readonly folder: string;
  readonly s3: S3Options;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10 * 60_000;
const MAX_BYTES = 1n << 30n;
/** An error of S3 is a few hundred characters. */
const MAX_ANSWER = 10_000;
/** Every request is signed with the hash of its body; that of none is known. */
const NO_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * Media in an S3-compatible bucket. A clip is hashed and proven on the disk first, so that one PUT of known length and
 * SHA-256 is all that goes up, and the bucket checks the hash; whatever another machine stored is fetched when it is asked for.
 */
export function makeS3Store({ local, folder, s3, timeoutMs = TIMEOUT_MS }: S3StoreOptions): MediaStore {
  const bucket = openBucket(s3, timeoutMs);
  const parts = makeParts(join(folder, '.parts'));

  const localPath = async (media: string): Promise<string> => {
    const path = toPath(folder, media);
    if ((await sizeOf(path)) !== null) return path;
    const part = await parts.write(await bucket.get(media), MAX_BYTES);
    try {
      await mkdir(dirname(path), { recursive: true });
      await rename(part.path, path);
      return path;
    } finally {
      await rm(part.path, { force: true });
    }
  };

  /** What was made here from a clip goes up as well; a copy that can't is made again where it is missed. */
  const share = async (media: string | null): Promise<void> => {
    if (media !== null) await bucket.put(media, toPath(folder, media), null);
  };

  return {
    localPath,

    async store(name, bytes) {
      const stored = await local.store(name, bytes);
      await bucket.put(stored.media, toPath(folder, stored.media), stored.sha256);
      return stored;
    },

    async open(media) {
      return (await sizeOf(toPath(folder, media))) === null ? bucket.get(media) : local.open(media);
    },

    async probe(media) {
      await localPath(media);
      return local.probe(media);
    },

    async poster(media) {
      await localPath(media);
      const poster = await local.poster(media);
      await share(poster);
      return poster;
    },

    async derive(media, wish) {
      await localPath(media);
      const derived = await local.derive(media, wish);
      await share(derived.strip);
      await share(derived.chat?.media ?? null);
      return derived;
    },

    free: () => local.free(),
  };
}

/** Three calls of S3 by its REST interface: the SDK brings a hundred packages for them. */
export function openBucket({ bucket, endpoint, region, accessKeyId, secretAccessKey }: S3Options, timeoutMs: number) {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  const urlOf = (media: string) => `${endpoint}/${bucket}/${media.split('/').map(encodeURIComponent).join('/')}`;

  const sign = (method: 'GET' | 'HEAD', media: string): Promise<Request> =>
    client.sign(urlOf(media), { method, headers: { 'X-Amz-Content-Sha256': NO_BODY } });

  return {
    /** The same bytes again are the same object, so it may be repeated. `sha256` null: not known beforehand. */
    async put(media: string, path: string, sha256: string | null): Promise<void> {
      const size = await sizeOf(path);
      if (size === null) throw new TransientError('storage', `${media} is not on the disk`);
      const headers = {
        'Content-Length': String(size),
        'X-Amz-Content-Sha256': sha256 ?? 'UNSIGNED-PAYLOAD',
        'Content-Type': typeOf(media),
      };
      const signed = await client.sign(urlOf(media), { method: 'PUT', headers });
      const response = await call(() =>
        fetch(signed.url, {
          method: 'PUT',
          headers: signed.headers,
          // The typings of Node's and the platform's streams differ in name only.
          body: Readable.toWeb(createReadStream(path)) as unknown as NonNullable<RequestInit['body']>,
          duplex: 'half',
          signal: AbortSignal.timeout(timeoutMs),
        } as RequestInit),
      );
      await finish(response, media);
    },

    async get(media: string): Promise<AsyncIterable<Uint8Array>> {
      const answer = await getObject(await sign('GET', media), timeoutMs);
      if (answer.statusCode === 200) return read(answer);
      answer.destroy();
      throw refusal(answer.statusCode ?? 0, media);
    },

    /** Throws where the bucket can't be used with these keys. An object that is not there is an answer. */
    async check(): Promise<void> {
      const answer = await getObject(await sign('GET', 'previz-doctor'), timeoutMs);
      const { statusCode: status = 0 } = answer;
      if (status !== 200 && status !== 404) {
        answer.destroy();
        throw refusal(status, 'previz-doctor');
      }
      let text = '';
      for await (const piece of read(answer)) {
        text += Buffer.from(piece).toString('latin1');
        if (text.length > MAX_ANSWER) break;
      }
      if (status === 404 && text.includes('NoSuchBucket'))
        throw new TransientError('storage', 'there is no such bucket', { facts: { status: 404 } });
    },

    async has(media: string): Promise<boolean> {
      const signed = await sign('HEAD', media);
      const response = await call(() => fetch(signed, { signal: AbortSignal.timeout(timeoutMs) }));
      await drop(response);
      return response.ok;
    },
  };
}

async function call(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (cause) {
    throw new TransientError('storage', 'the bucket does not answer', { cause });
  }
}

/** Whatever a bucket says no to is an operator's to mend, and a paid clip waits for it. */
async function finish(response: Response, media: string): Promise<void> {
  await drop(response);
  if (!response.ok) throw refusal(response.status, media);
}

/** An answer whose body nobody wants; one that broke off meanwhile is as good as dropped. */
const drop = async (response: Response): Promise<void> => void (await response.body?.cancel().catch(() => {}));

const refusal = (status: number, media: string): TransientError =>
  new TransientError('storage', `the bucket answered ${status} for ${media}`, { facts: { status } });

/** A body that breaks off is weather. */
async function* read(answer: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* answer;
  } catch (cause) {
    throw new TransientError('storage', 'the bucket broke off', { cause });
  } finally {
    answer.destroy();
  }
}

const typeOf = (media: string): string => {
  const ending = media.slice(media.lastIndexOf('.') + 1);
  const types: Readonly<Record<string, string>> = {
    mp4: 'video/mp4',
    jpg: 'image/jpeg',
    png: 'image/png',
    webp: 'image/webp',
  };
  return types[ending] ?? 'application/octet-stream';
};

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );
