import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { takeId } from '../../../src/core/ids.ts';
import type { WakeUp } from '../../../src/core/ports/job-queue.ts';
import { onEachBackEnd } from './back-ends.ts';
import { openFixture, until } from './fixture.ts';

const TAKE: WakeUp = { kind: 'advance', takeId: takeId('t1') };
const TIMING = { lockMs: 500, stalledCheckMs: 200 };

onEachBackEnd('a process that is killed while it works', (use) => {
  it('leaves its job to the next one, however often that happens', async () => {
    const { queue, prefix, calls, start } = openFixture(use());
    const settings = { connection: use().connection, prefix, ...TIMING };
    await queue.wake(TAKE);

    // Twice: BullMQ's own default gives the job up at the second time.
    await kill(await untilItWorks(settings));
    await kill(await untilItWorks(settings));
    await start({}, { timing: TIMING });

    await until(async () => calls.length > 0 && (await use().held(prefix)) === 0);
    expect(calls).toEqual([TAKE]);
  });
});

async function untilItWorks(settings: object): Promise<ChildProcess> {
  const script = new URL('./worker-process.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}
