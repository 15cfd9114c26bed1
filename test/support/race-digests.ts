import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { PrismaClient } from '../../src/adapters/db/generated/client.ts';
import type { Dice } from '../../src/app/demo/dice.ts';

export interface Race {
  readonly channels: number;
  readonly processes: number;
  readonly kills: number;
  readonly dice: Dice;
}

const PROCESS = fileURLToPath(new URL('./digest-process.ts', import.meta.url));
const WITHIN_MS = 240_000;

/** Channels with a week behind them each, one take a channel, written straight into the tables. */
export async function fillChannels(db: PrismaClient, channels: number): Promise<void> {
  const statements = [
    `set session_replication_role = replica`,
    `insert into workspace (id, platform) values ('race', 'playground')`,
    `insert into digest (id, workspace_id, channel_id, kind, period, state, begun_at) values ('all', 'race', '', 'workspace', '2026-W47', 'empty', now())`,
    `insert into channel (workspace_id, id) select 'race', 'race-' || n from generate_series(1, ${channels}) n`,
    `insert into playground_channel (id, name) select 'race-' || n, 'race' from generate_series(1, ${channels}) n`,
    `insert into shot (id, workspace_id, channel_id, number, slug, scene, asked_by, created_at)
     select 's' || n, 'race', 'race-' || n, n, 'PV-' || n, 'a cabin', 'jonas', '2026-11-18' from generate_series(1, ${channels}) n`,
    `insert into take (id, workspace_id, channel_id, shot_id, request_id, number, asked_by, brief, template, template_version, slots, prompt, provider,
       model, params, estimate, cost, state, state_at, created_at, sha256, media, bytes)
     select 't' || n, 'race', 'race-' || n, 's' || n, 'r', 1, 'jonas', '{}', 'neutral', '1', '{}', 'a cabin', 'fake', 'fake', '{"seconds": 5}', 100, 100,
       'undeliverable', '2026-11-18', '2026-11-18', 'ab', 'takes/ab/ab.mp4', 2 from generate_series(1, ${channels}) n`,
    `insert into reservation (id, workspace_id, scopes, periods, grants, amount, actual, state, created_at, resolved_at)
     select id, 'race', array['ch/race/' || channel_id], array['2026-11'], array[0]::bigint[], 100, 100, 'settled', created_at, created_at from take`,
    `insert into budget (scope, period, cap, settled) select 'ch/race/' || channel_id, '2026-11', 50000000, 100 from take`,
    `insert into ledger (workspace_id, reservation_id, kind, amount, at) select 'race', t.id, k, 100, t.created_at from take t, unnest(array['reserve', 'settle']) k`,
    `set session_replication_role = origin`,
  ];
  // One connection for all: the setting belongs to the session.
  await db.$transaction(async (tx) => {
    for (const statement of statements) await tx.$executeRawUnsafe(statement);
  });
}

/** Several processes make the digests of all channels; at random one is killed and another takes its place. Resolves when all are sent. */
export async function raceDigests(
  db: PrismaClient,
  url: string,
  { channels, processes, kills, dice }: Race,
): Promise<void> {
  const start = String(Date.now());
  const run = () =>
    spawn(process.execPath, [PROCESS, url, start], { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '' } });
  const running = Array.from({ length: processes }, run);
  try {
    const all = untilAllSent(db, channels);
    for (let kill = 0; kill < kills && !(await all.isDone()); kill += 1) {
      // The random moment is the point; nothing is asserted about it.
      await pause(300 + dice.roll() * 700);
      const at = dice.whole(0, processes - 1);
      await end(running[at]);
      running[at] = run();
    }
    await all.done();
  } finally {
    for (const child of running) await end(child);
  }
}

function untilAllSent(db: PrismaClient, channels: number) {
  const isDone = async () =>
    (await db.playgroundMessage.count({ where: { key: { startsWith: 'digest-' } } })) >= channels;
  return {
    isDone,
    async done() {
      const end = Date.now() + WITHIN_MS;
      while (!(await isDone())) {
        if (Date.now() > end) throw new Error('not all digests were sent');
        await pause(100);
      }
    },
  };
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
