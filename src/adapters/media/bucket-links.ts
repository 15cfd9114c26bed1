import { createHash, createHmac } from 'node:crypto';
import type { S3Options } from './s3-store.ts';

const DAY_MS = 86_400_000;
/** The longest that S3 allows (AWS Signature Version 4, query parameters). */
const LIVES_SECONDS = 7 * 86_400;

export interface BucketLinks {
  linkTo(media: string, fileName: string): string;
}

/**
 * Links that open a clip in the bucket itself, for whoever has one. Signed as of the day's beginning, so that a card that
 * is drawn again has the same link and isn't edited for it. By hand: aws4fetch signs with WebCrypto, and so never at once.
 */
export function makeBucketLinks({
  s3,
  endpoint,
  clock,
}: {
  readonly s3: S3Options;
  /** Where the world finds the bucket. */
  readonly endpoint: string;
  readonly clock: { now(): Date };
}): BucketLinks {
  const { host, origin, pathname } = new URL(endpoint);
  return {
    linkTo(media, fileName) {
      const day = new Date(Math.floor(clock.now().getTime() / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
      const date = day.replaceAll('-', '');
      const at = `${date}T000000Z`;
      const scope = `${date}/${s3.region}/s3/aws4_request`;
      const path = `${pathname.replace(/\/$/, '')}/${[s3.bucket, ...media.split('/')].map(encode).join('/')}`;
      const query = Object.entries({
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Credential': `${s3.accessKeyId}/${scope}`,
        'X-Amz-Date': at,
        'X-Amz-Expires': String(LIVES_SECONDS),
        'X-Amz-SignedHeaders': 'host',
        ...(media.endsWith('.mp4') ? { 'response-content-disposition': toAttachment(fileName) } : {}),
      })
        .map(([name, value]) => `${encode(name)}=${encode(value)}`)
        .join('&');
      const canonical = ['GET', path, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
      const toSign = ['AWS4-HMAC-SHA256', at, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
      const key = [date, s3.region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${s3.secretAccessKey}`);
      return `${origin}${path}?${query}&X-Amz-Signature=${hmac(key, toSign).toString('hex')}`;
    },
  };
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** RFC 3986, as the signature counts it: everything but unreserved characters. */
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const toAttachment = (name: string): string => `attachment; filename="${name.replace(/[^\w. -]/g, '_')}"`;
