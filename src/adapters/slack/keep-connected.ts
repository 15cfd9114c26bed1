import type { SocketModeReceiver } from '@slack/bolt';

type SocketClient = SocketModeReceiver['client'];

const FIRST_MS = 200;
const LONGEST_MS = 30_000;

/**
 * Connects again after each disconnect, at once the first time. The client's own way waits for its ping timeout before
 * it even tries, and ends the process where the network is away while it asks for an address (socket-mode 3.1).
 */
export function keepConnected(client: SocketClient, report: (error: unknown) => void) {
  let failures = 0;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const again = () => {
    if (stopped || timer !== null) return;
    const waitMs = failures === 0 ? 0 : Math.min(FIRST_MS * 2 ** failures, LONGEST_MS);
    failures += 1;
    timer = setTimeout(() => {
      timer = null;
      client.start().catch((error: unknown) => {
        report(error);
        again();
      });
    }, waitMs);
  };
  client.on('connected', () => {
    failures = 0;
  });
  return {
    /** From the first connection on; the first one's failure is the caller's. */
    begin: () => void client.on('disconnected', again),
    stop(): void {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
