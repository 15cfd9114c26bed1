import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { generate } from '../../scripts/generate.js';
import { startEmbeddedPostgres } from '../../src/adapters/db/embedded/start-embedded-postgres.ts';
import { migrate } from '../../src/adapters/db/migrate.ts';
import { TEMPLATE, withName } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's PostgreSQL; test files use `withDatabase`, which gives each its own database in it. */
    readonly postgres: string;
  }
}

/** Durability costs time and tests need none. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** One PostgreSQL a run, with one migrated template that every test file's database is cloned from. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  generate();
  const dataDir = await mkdtemp(join(tmpdir(), 'previz-test-'));
  const server = await startEmbeddedPostgres({ dataDir, log: QUIET, settings: SETTINGS });
  const guard = startGuard(dataDir);
  await makeTemplate(server.url);
  project.provide('postgres', server.url);
  return async () => {
    await server.stop();
    guard();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
    await migrate(withName(url, TEMPLATE));
    await client.query(`ALTER DATABASE ${TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  } finally {
    await client.end();
  }
}

/** Ends the server when the run is killed: the guard's input ends with the process that holds its other side. */
function startGuard(dataDir: string): () => void {
  const script = `
    const { readFileSync, rmSync } = require('node:fs');
    process.stdin.on('end', () => {
      try { process.kill(Number(readFileSync(process.argv[1] + '/postgres/postmaster.pid', 'utf8').split('\\n')[0]), 'SIGINT'); } catch {}
      setTimeout(() => rmSync(process.argv[1], { recursive: true, force: true }), 500);
    }).resume();`;
  const guard = spawn(process.execPath, ['-e', script, dataDir], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  return () => {
    guard.kill();
  };
}
