import type { Sql } from './sql.ts';

const EVERY_MS = 4_000;
/** A send that takes longer than this hangs: another process may try. */
const MAX_BEATS = 150;

/**
 * Keeps the lease of a message while this process sends it, however large its clip; a process that dies stops, and its
 * short lease runs out. Longer by as much as passes, so it needs no clock.
 */
export function makeLeaseBeat(db: Sql) {
  const beating = new Map<string, NodeJS.Timeout>();
  const end = (id: string): void => {
    clearInterval(beating.get(id));
    beating.delete(id);
  };
  return {
    begin(id: string): void {
      end(id);
      let beats = 0;
      const timer = setInterval(() => {
        beats += 1;
        if (beats > MAX_BEATS) return end(id);
        // A beat that is lost is made up by the next one; a lease that is lost is found by its revision.
        db.$executeRaw`
          update outbox set lease_until = lease_until + make_interval(secs => ${EVERY_MS / 1000}::float)
          where id = ${id} and lease_until is not null`.catch(() => undefined);
      }, EVERY_MS);
      timer.unref();
      beating.set(id, timer);
    },
    end,
  };
}
