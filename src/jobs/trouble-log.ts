import type { JobLog } from './job-log.ts';

const QUIET_MS = 10_000;

/** Logs what the connection reports; during an outage the same code once in ten seconds instead of at every attempt. */
export function makeTroubleLog(log: JobLog, fields: object): (error: unknown) => void {
  let said = { code: '', at: Number.NEGATIVE_INFINITY };
  let unsaid = 0;
  return (error) => {
    const code = readCode(error);
    const at = performance.now();
    if (code === said.code && at - said.at < QUIET_MS) {
      unsaid += 1;
      return;
    }
    log.warn({ ...fields, err: error, unsaid }, 'queue connection in trouble');
    said = { code, at };
    unsaid = 0;
  };
}

function readCode(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
