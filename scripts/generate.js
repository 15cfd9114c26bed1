// Makes the Prisma client when its schema or Prisma's version changed; else returns in milliseconds. Plain JS: it
// runs under any Node from 20.19 on, before anything is known about the Node that runs the rest.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SCHEMA = join(ROOT, 'prisma', 'schema.prisma');
const PARENT = join(ROOT, 'src', 'adapters', 'db');
const TARGET = join(PARENT, 'generated');
const OUTPUT = /^(\s*output\s*=\s*)"[^"]*"/m;
const LEFTOVER_MS = 600_000;

/**
 * Safe to run in several processes at once: each generates into a folder of its own and renames it into place.
 * @returns {'made' | 'fresh'}
 */
export function generate() {
  const schema = readFileSync(SCHEMA, 'utf8');
  const prisma = createRequire(join(ROOT, 'package.json')).resolve('prisma/package.json');
  const stamp = createHash('sha256').update(readFileSync(prisma)).update(schema).digest('hex');
  if (readStamp() === stamp) return 'fresh';

  removeLeftovers();
  const own = join(PARENT, `.generated-${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(own);
    if (!OUTPUT.test(schema)) throw new Error('prisma/schema.prisma: the generator has no output line.');
    writeFileSync(join(own, 'schema.prisma'), schema.replace(OUTPUT, '$1"./generated"'));
    runPrisma(join(dirname(prisma), 'build', 'index.js'), join(own, 'schema.prisma'));
    writeFileSync(join(own, 'generated', '.stamp'), stamp);
    putInPlace(own, stamp);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
  return 'made';
}

function readStamp() {
  try {
    return readFileSync(join(TARGET, '.stamp'), 'utf8');
  } catch {
    return null;
  }
}

/** Generating needs no schema engine, but the CLI downloads one unless this variable names some executable. */
function runPrisma(cli, schema) {
  const result = spawnSync(process.execPath, [cli, 'generate', '--schema', schema], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  });
  if (result.status === 0) return;
  throw new Error(`prisma generate failed.\n${result.stdout ?? ''}${result.stderr ?? ''}`, { cause: result.error });
}

/** A folder can't be renamed onto one that has files: the old one steps aside first. Whoever loses a race tries again. */
function putInPlace(own, stamp) {
  for (let tries = 0; readStamp() !== stamp; tries += 1) {
    try {
      renameSync(TARGET, join(own, `old-${tries}`));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    try {
      renameSync(join(own, 'generated'), TARGET);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(error.code) || tries === 10) throw error;
    }
  }
}

function removeLeftovers() {
  for (const name of readdirSync(PARENT).filter((entry) => entry.startsWith('.generated-'))) {
    const path = join(PARENT, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LEFTOVER_MS) rmSync(path, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  generate();
}
