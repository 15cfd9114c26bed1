import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { type PersonId, personId } from '../core/ids.ts';
import { type Micros, readDollars } from '../core/money/micros.ts';
import { PROVIDER_ENVIRONMENT, PROVIDER_SECRETS, type ProvidersConfig, toProvidersConfig } from './config-providers.ts';
import { SLACK_ENVIRONMENT, SLACK_SECRETS, type SlackConfig, toSlackConfig } from './config-slack.ts';

/** What was configured, made once from the environment; nothing else reads it. */
export interface Config {
  readonly dataDir: string;
  /** null: the embedded PostgreSQL in the data folder. */
  readonly databaseUrl: string | null;
  /** null: the queue lives in PostgreSQL too. */
  readonly redisUrl: string | null;
  readonly host: string;
  readonly port: number;
  readonly owners: readonly PersonId[];
  readonly templates: string | null;
  readonly models: string | null;
  readonly dailyFuse: Micros;
  readonly playgroundToken: string | null;
  readonly providers: ProvidersConfig;
  readonly slack: SlackConfig | null;
  /** null: not configured. */
  readonly discord: DiscordConfig | null;
  /** Where the world finds this app, without a slash at its end; null: links become a poster and a hint. */
  readonly publicUrl: string | null;
  /** Encrypts stored tokens and signs links; null: made once into the data folder. */
  readonly secret: string | null;
  readonly logLevel: string;
}

export interface DiscordConfig {
  readonly token: string;
  /** null: Discord itself. */
  readonly apiUrl: string | null;
}

const DEFAULT_FUSE: Micros = 100_000_000n;
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** Secrets may stand in a file that is named by `…_FILE`. */
const SECRETS = [
  'DATABASE_URL',
  'REDIS_URL',
  'PREVIZ_PLAYGROUND_TOKEN',
  ...PROVIDER_SECRETS,
  'PREVIZ_SECRET',
  'DISCORD_TOKEN',
  ...SLACK_SECRETS,
] as const;

const text = z.string().trim().min(1).optional();

const Environment = z.object({
  DATABASE_URL: text.refine(
    (url) => url === undefined || /^postgres(ql)?:\/\//.test(url),
    'must begin with postgres://',
  ),
  REDIS_URL: text.refine(
    (url) => url === undefined || /^rediss?:\/\//.test(url),
    'must begin with redis:// or rediss://',
  ),
  HOST: text,
  PORT: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .optional(),
  PREVIZ_DATA: text,
  PREVIZ_OWNERS: text,
  PREVIZ_TEMPLATES: text,
  PREVIZ_MODELS: text,
  PREVIZ_DAILY_FUSE: text.refine(
    (amount) => amount === undefined || readDollars(amount) !== null,
    'must be an amount in dollars such as 40 or 12.50',
  ),
  PREVIZ_PLAYGROUND_TOKEN: text.refine(
    (token) => token === undefined || token.length >= 16,
    'must have at least 16 characters',
  ),
  PUBLIC_URL: z.url('must be an address such as https://previz.example.com').optional(),
  PREVIZ_SECRET: text.refine(
    (secret) => secret === undefined || secret.length >= 32,
    'must have at least 32 characters; make one with: openssl rand -hex 32',
  ),
  ...SLACK_ENVIRONMENT,
  DISCORD_TOKEN: text.refine(
    (token) => token === undefined || /^[\w.-]{20,}$/.test(token),
    'must be the bot’s token (Bot → Reset Token on the app’s page at discord.com/developers/applications)',
  ),
  DISCORD_API_URL: z.url('must be an address such as http://127.0.0.1:4000/api').optional(),
  ...PROVIDER_ENVIRONMENT,
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`).optional(),
});

/** Reads the environment. Throws UserError `bad_config` that names the variable and what it must be. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = Environment.safeParse(withoutEmpty({ ...env, ...readSecretFiles(env) }));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new UserError(
      'bad_config',
      `${issue?.path.join('.') ?? 'The environment'} ${issue?.message ?? 'can not be read'}. Correct it or leave it out, then start again.`,
    );
  }
  const values = read.data;
  return {
    dataDir: resolve(values.PREVIZ_DATA ?? '.previz'),
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT ?? 3000,
    owners: (values.PREVIZ_OWNERS ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '')
      .map(personId),
    templates: values.PREVIZ_TEMPLATES ?? null,
    models: values.PREVIZ_MODELS ?? null,
    dailyFuse: (values.PREVIZ_DAILY_FUSE === undefined ? null : readDollars(values.PREVIZ_DAILY_FUSE)) ?? DEFAULT_FUSE,
    playgroundToken: values.PREVIZ_PLAYGROUND_TOKEN ?? null,
    providers: toProvidersConfig(values),
    slack: toSlackConfig(values),
    discord:
      values.DISCORD_TOKEN === undefined
        ? null
        : { token: values.DISCORD_TOKEN, apiUrl: values.DISCORD_API_URL?.replace(/\/+$/, '') ?? null },
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    secret: values.PREVIZ_SECRET ?? null,
    logLevel: values.LOG_LEVEL ?? 'info',
  };
}

function readSecretFiles(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (file === undefined || file === '') continue;
    if (env[name] !== undefined)
      throw new UserError('bad_config', `Both ${name} and ${name}_FILE are set. Keep one of them.`);
    try {
      found[name] = readFileSync(file, 'utf8').trim();
    } catch (cause) {
      throw new UserError(
        'bad_config',
        `${name}_FILE names ${file}, which can not be read. Check the path and its permissions.`,
        { cause },
      );
    }
  }
  return found;
}

const withoutEmpty = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
