import { Client } from 'pg';

export interface Listener {
  readonly notice: (payload: string) => void;
  /** The connection is (again) up: what was said meanwhile was missed. */
  readonly connected: () => void;
}

export interface ListenOptions {
  readonly connectionString: string;
  /** The name after LISTEN. */
  readonly channel: string;
  readonly report: (error: unknown) => void;
  readonly retryMs?: number;
}

const RETRY_MS = 1_000;
/** A connection that died without a word is found by asking it now and then. */
const PROBE_EVERY_MS = 20_000;
const PROBE_LIMIT_MS = 5_000;

/** Hears NOTIFY on a connection of its own, and takes a new one whenever that is lost. */
export const makeListen =
  ({ connectionString, channel, report, retryMs = RETRY_MS }: ListenOptions) =>
  ({ notice, connected }: Listener): { start(): Promise<void>; stop(): Promise<void> } => {
    let client: Client | null = null;
    let timer: NodeJS.Timeout | undefined;
    let isStopped = false;

    const connect = async (): Promise<void> => {
      const mine = new Client({ connectionString, keepAlive: true, query_timeout: PROBE_LIMIT_MS });
      let isLost = false;
      const lost = (error?: unknown) => {
        if (isLost) return;
        isLost = true;
        if (client === mine) client = null;
        mine.end().catch(() => undefined); // it is gone already
        if (isStopped) return;
        if (error !== undefined) report(error);
        clearTimeout(timer);
        timer = setTimeout(() => void connect(), retryMs);
      };
      mine.on('notification', ({ payload }) => notice(payload ?? ''));
      mine.on('error', lost);
      mine.on('end', () => lost());
      try {
        await mine.connect();
        await mine.query(`listen ${mine.escapeIdentifier(channel)}`);
      } catch (error) {
        return lost(error);
      }
      if (isStopped) return void (await mine.end());
      client = mine;
      const probe = () => {
        timer = setTimeout(() => mine.query('select 1').then(probe, lost), PROBE_EVERY_MS);
      };
      probe();
      connected();
    };

    return {
      start: connect,
      async stop() {
        isStopped = true;
        clearTimeout(timer);
        await client?.end();
      },
    };
  };
