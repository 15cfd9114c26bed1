import { type DestinationStream, type Logger, pino } from 'pino';

/** Fields that may hold a secret or somebody's words; never written, wherever they stand. */
const HIDDEN = ['token', 'authorization', 'password', 'url', 'connectionString', 'prompt', 'headers', 'text'];
/** Shapes of secrets inside longer texts: connection strings, Slack and OpenAI keys, query strings of signed links. */
const SECRET_SHAPES =
  /(\b[a-z]+:\/\/[^\s:/@]+:)[^\s@]+@|\b(xox[a-z]-|xapp-|sk-)[\w-]+|(\?)[^\s"]*(?:sig|token|key)=[^\s"]*/gi;

/** JSON lines on standard error: a constant message, data in fields, one redaction list. */
export function makeLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...HIDDEN, ...HIDDEN.map((name) => `*.${name}`)], censor: '[hidden]' },
      serializers: { err: toSafeError, error: toSafeError },
    },
    destination,
  );
}

/** An error's kind, code, message and causes, without what its library hung on it. */
function toSafeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? hide(error) : error;
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    code,
    message: hide(error.message),
    stack: hide(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: toSafeError(error.cause) }),
  };
}

const hide = (text: string) => text.replace(SECRET_SHAPES, '$1$2$3[hidden]');
