import { z } from 'zod';
import { DIALECT_NAMES, type DialectName } from '../adapters/providers/openai-videos/dialects.ts';
import { UserError } from '../core/errors.ts';

/** Who may be paid to render, and where clips are kept; null where nothing of it is configured. */
export interface ProvidersConfig {
  /** Images, moderation, text. */
  readonly openai: { readonly apiKey: string; readonly baseUrl: string | null } | null;
  /** Whoever speaks `/v1/videos`. */
  readonly openaiVideo: {
    readonly baseUrl: string;
    readonly apiKey: string;
    readonly dialect: DialectName | null;
  } | null;
  readonly runway: { readonly apiKey: string; readonly baseUrl: string | null } | null;
  readonly s3: S3Config | null;
}

export interface S3Config {
  readonly bucket: string;
  readonly endpoint: string;
  /** Where people find the bucket; null: nowhere, so this app hands clips out. */
  readonly publicEndpoint: string | null;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const PROVIDER_SECRETS = [
  'OPENAI_API_KEY',
  'OPENAI_VIDEO_API_KEY',
  'RUNWAYML_API_SECRET',
  'S3_SECRET_ACCESS_KEY',
] as const;

const text = z.string().trim().min(1).optional();
const address = z
  .string()
  .trim()
  .transform((url) => url.replace(/\/+$/, ''))
  .pipe(z.url({ protocol: /^https?$/, error: 'must be an address such as https://gateway.example.com/v1' }))
  .optional();

export const PROVIDER_ENVIRONMENT = {
  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: address,
  OPENAI_VIDEO_BASE_URL: address,
  OPENAI_VIDEO_API_KEY: text,
  OPENAI_VIDEO_DIALECT: z.enum(DIALECT_NAMES, `must be one of ${DIALECT_NAMES.join(', ')}`).optional(),
  RUNWAYML_API_SECRET: text,
  RUNWAYML_BASE_URL: address,
  S3_BUCKET: text,
  S3_ENDPOINT: address,
  S3_PUBLIC_ENDPOINT: address,
  S3_REGION: text,
  S3_ACCESS_KEY_ID: text,
  S3_SECRET_ACCESS_KEY: text,
};

type Values = { readonly [Name in keyof typeof PROVIDER_ENVIRONMENT]?: string | undefined } & {
  readonly OPENAI_VIDEO_DIALECT?: DialectName | undefined;
};

/** Half a block is an error that names what is missing. */
export function toProvidersConfig(values: Values): ProvidersConfig {
  return {
    openai: toOpenai(values),
    openaiVideo: toOpenaiVideo(values),
    runway: toRunway(values),
    s3: toS3(values),
  };
}

/** What the operator sets to have a provider, for the words that say it is missing. */
export const PROVIDER_KEYS: Readonly<Record<string, string>> = {
  storyboard: 'OPENAI_API_KEY',
  openai: 'OPENAI_VIDEO_BASE_URL',
  runway: 'RUNWAYML_API_SECRET',
};

function toOpenai({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl }: Values): ProvidersConfig['openai'] {
  if (apiKey !== undefined) return { apiKey, baseUrl: baseUrl ?? null };
  if (baseUrl !== undefined) throw half('OpenAI', ['OPENAI_BASE_URL'], ['OPENAI_API_KEY']);
  return null;
}

function toOpenaiVideo(values: Values): ProvidersConfig['openaiVideo'] {
  const { OPENAI_VIDEO_BASE_URL: baseUrl, OPENAI_VIDEO_API_KEY: own, OPENAI_VIDEO_DIALECT: dialect } = values;
  if (baseUrl === undefined) {
    const set = Object.entries({ OPENAI_VIDEO_API_KEY: own, OPENAI_VIDEO_DIALECT: dialect });
    const names = set.filter(([, value]) => value !== undefined).map(([name]) => name);
    if (names.length > 0) throw half('The video server', names, ['OPENAI_VIDEO_BASE_URL']);
    return null;
  }
  // A renderer of one's own asks for no key, and its client for any. OpenAI's key goes to OpenAI's host only.
  const isOpenai = URL.parse(baseUrl)?.hostname === 'api.openai.com';
  return { baseUrl, apiKey: own ?? (isOpenai ? values.OPENAI_API_KEY : undefined) ?? 'none', dialect: dialect ?? null };
}

function toRunway({ RUNWAYML_API_SECRET: apiKey, RUNWAYML_BASE_URL: baseUrl }: Values): ProvidersConfig['runway'] {
  if (apiKey !== undefined) return { apiKey, baseUrl: baseUrl ?? null };
  if (baseUrl !== undefined) throw half('Runway', ['RUNWAYML_BASE_URL'], ['RUNWAYML_API_SECRET']);
  return null;
}

function toS3(values: Values): S3Config | null {
  const { S3_BUCKET, S3_ENDPOINT, S3_PUBLIC_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = values;
  const all = { S3_BUCKET, S3_ENDPOINT, S3_PUBLIC_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
  const set = Object.entries(all).filter(([, value]) => value !== undefined);
  if (set.length === 0) return null;
  if (S3_BUCKET === undefined || S3_ACCESS_KEY_ID === undefined || S3_SECRET_ACCESS_KEY === undefined) {
    const needed = Object.entries({ S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY });
    throw half(
      'The bucket',
      set.map(([name]) => name),
      needed.filter(([, value]) => value === undefined).map(([name]) => name),
    );
  }
  const region = S3_REGION ?? 'us-east-1';
  const endpoint = S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`;
  return {
    bucket: S3_BUCKET,
    endpoint,
    // A plain http address is one of the house's own network.
    publicEndpoint: S3_PUBLIC_ENDPOINT ?? (endpoint.startsWith('https:') ? endpoint : null),
    region,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  };
}

const half = (what: string, set: readonly string[], missing: readonly string[]) =>
  new UserError(
    'bad_config',
    `${what} is half configured: ${set.join(', ')} ${set.length === 1 ? 'is' : 'are'} set, but not ${missing.join(', ')}. Set it, or leave all of them out.`,
  );
