import { randomUUID } from 'node:crypto';
import { startWorkers, type Workers } from '../jobs/worker.ts';
import type { Terminal } from './cli.ts';
import { type Composed, compose, QUEUE_PREFIX } from './compose.ts';
import { readConfig } from './config.ts';
import { makeHandlers, onBug } from './handlers.ts';
import { makeLog } from './make-log.ts';
import { type Leaving, withSignals } from './signals.ts';

/** Opens everything for one command, runs it, and gives everything back, also when it throws or a signal ends it. */
export async function withStudio<Result>(
  terminal: Terminal,
  use: (composed: Composed, leaving: Leaving) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(terminal.env);
  const log = makeLog(terminal.env['LOG_LEVEL'] === undefined ? 'error' : config.logLevel);
  return withSignals({
    open: () => compose(config, 'command', log),
    use,
    close: (composed) => composed.close(),
  });
}

/** Workers of this process, bound to the use-cases. */
export function openWorkers(composed: Composed): Promise<Workers> {
  const { studio } = composed;
  const holder = `${process.pid}-${randomUUID()}`;
  return startWorkers({
    connection: composed.queueConnection,
    prefix: QUEUE_PREFIX,
    handlers: makeHandlers(studio, holder),
    onBug: (wakeUp, error) => onBug(studio, wakeUp, error),
    log: studio.report,
  });
}
