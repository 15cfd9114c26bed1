import { setTimeout as pause } from 'node:timers/promises';

/** Awaits a state: asks until there is an answer. Fails with what was last seen, never by a race. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false>,
  withinMs = Number(process.env['TEST_UNTIL_MS'] ?? 60_000),
): Promise<Found> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(25);
  }
}
