#!/usr/bin/env node
// Plain JavaScript that any Node runs: it finds Node 24 among the installed packages, and makes the Prisma client.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LEAST_NODE = 24;
const LAST_MS = 2_000;
const [major] = process.versions.node.split('.').map(Number);

if ((major ?? 0) >= LEAST_NODE) {
  const { generate } = await import('../scripts/generate.js');
  generate();
  const { runCli } = await import('../src/app/cli.ts');
  process.exitCode = await runCli(process.argv.slice(2));
  // Everything was given back; whatever still holds the process (a handler that ignores its signal) does so no longer.
  setTimeout(() => process.exit(), LAST_MS).unref();
} else {
  runWithNode24();
}

/** The npm package of Node 24 comes with `npm ci`; a Node from elsewhere hands over to it. */
function runWithNode24() {
  const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  if (!existsSync(node)) {
    process.stderr.write(
      `Previz needs Node ${LEAST_NODE}; this is ${process.version}. Run npm ci, or install Node ${LEAST_NODE}.\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
