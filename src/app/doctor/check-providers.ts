import OpenAI from 'openai';
import { openBucket } from '../../adapters/media/s3-store.ts';
import { readFailure } from '../../adapters/providers/http/read-failure.ts';
import { dialectOf } from '../../adapters/providers/openai-videos/dialects.ts';
import { readLimits } from '../../adapters/providers/runway/limits.ts';
import { makeClient } from '../../adapters/providers/runway/provider.ts';
import type { ProvidersConfig } from '../config-providers.ts';
import type { Finding } from './check-all.ts';

const TIMEOUT_MS = 10_000;

/** Asks every configured provider something that costs nothing. */
export async function checkProviders(config: ProvidersConfig): Promise<readonly Finding[]> {
  const { openai, openaiVideo, runway, s3 } = config;
  const found = await Promise.all([
    openai === null ? none() : checkOpenai(openai),
    openaiVideo === null ? none() : checkVideo(openaiVideo),
    runway === null ? none() : checkRunway(runway),
    s3 === null ? none() : checkBucket(s3),
  ]);
  const all = found.flat();
  if (all.length > 0) return all;
  const text = 'nobody paid is configured: clips are animatics. docs/providers.md says what to set';
  return [{ kind: 'note', part: 'providers', text }];
}

const none = async (): Promise<readonly Finding[]> => [];

async function checkOpenai({ apiKey, baseUrl }: NonNullable<ProvidersConfig['openai']>): Promise<readonly Finding[]> {
  const client = clientOf(apiKey, baseUrl);
  return look('openai', 'OPENAI_API_KEY', async () => {
    await client.moderations.create({ model: 'omni-moderation-latest', input: 'a cabin at dusk' });
    return 'answers: storyboards and moderation are there';
  });
}

async function checkVideo(config: NonNullable<ProvidersConfig['openaiVideo']>): Promise<readonly Finding[]> {
  const dialect = dialectOf(config.baseUrl, config.dialect);
  const client = clientOf(config.apiKey, config.baseUrl);
  return look('video server', 'OPENAI_VIDEO_BASE_URL or OPENAI_VIDEO_API_KEY', async () => {
    try {
      await client.get('/videos', { query: { limit: 1 } });
    } catch (error) {
      // A server without a list says so, and is there.
      if (dialect.list === 'complete' || ![404, 405].includes(readFailure(error).status ?? 0)) throw error;
    }
    return `answers, spoken to as ${dialect.name}${dialect.list === 'none' ? ', has no list: a lost submission stays unknown' : ''}`;
  });
}

async function checkRunway({ apiKey, baseUrl }: NonNullable<ProvidersConfig['runway']>): Promise<readonly Finding[]> {
  const client = makeClient({ apiKey, baseUrl, timeoutMs: TIMEOUT_MS });
  return look('runway', 'RUNWAYML_API_SECRET', async () => {
    const { creditBalance, monthlyCap, atOnce, aDay, used } = await readLimits(client, 'gen4.5');
    const pace = atOnce === null ? '' : `; gen4.5: ${atOnce} at once`;
    const day = aDay === null ? '' : `, ${aDay - used} of ${aDay} left of the day`;
    return `answers: ${creditBalance} credits left, at most ${monthlyCap} a month${pace}${day}`;
  });
}

async function checkBucket(s3: NonNullable<ProvidersConfig['s3']>): Promise<readonly Finding[]> {
  return look('bucket', 'S3_BUCKET, S3_ENDPOINT and the keys', async () => {
    await openBucket(s3, TIMEOUT_MS).check();
    return `${s3.bucket} answers`;
  });
}

async function look(part: string, what: string, ask: () => Promise<string>): Promise<readonly Finding[]> {
  try {
    return [{ kind: 'well', part, text: await ask() }];
  } catch (error) {
    const { status, message } = readFailure(error);
    const said = status === null ? `does not answer (${message})` : `answered ${status} (${message})`;
    return [{ kind: 'wrong', part, text: `${said}. Check ${what}.` }];
  }
}

const clientOf = (apiKey: string, baseUrl: string | null): OpenAI =>
  new OpenAI({
    apiKey,
    ...(baseUrl === null ? {} : { baseURL: baseUrl }),
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
    organization: null,
    project: null,
  });
