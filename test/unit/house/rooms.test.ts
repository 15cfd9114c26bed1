import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources, type SourceFile } from './source.ts';

const sources = readSources('src');
const in_ = (room: string) => sources.filter(({ path }) => path.startsWith(room));

/** `src/core/…` for a relative import, the package's name otherwise. */
const targetOf = ({ path }: SourceFile, name: string): string =>
  name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), name)) : name;

const importsOf = (files: readonly SourceFile[]) =>
  files.flatMap((file) => file.imports.map((name) => ({ from: file.path, to: targetOf(file, name) })));

/** Pure packages that core may use: dates in time zones. */
const PURE = ['luxon'];
/** Adapters that drive, each a platform of its own. */
const SURFACES = ['slack', 'discord', 'playground', 'local'];

describe('the rooms of design §2', () => {
  it('are read from their source text, all of it', () => {
    expect(in_('src/core/').length).toBeGreaterThan(100);
    expect(in_('src/adapters/').length).toBeGreaterThan(60);
    expect(in_('src/jobs/').length).toBeGreaterThan(10);
    expect(in_('src/app/').length).toBeGreaterThan(20);
    expect(importsOf(sources).length).toBeGreaterThan(800);
  });

  it('let core import nothing but core and a pure package', () => {
    const foreign = importsOf(in_('src/core/')).filter(({ to }) => !to.startsWith('src/core/') && !PURE.includes(to));
    expect(foreign).toEqual([]);
  });

  it('keep clock, randomness and environment out of core', () => {
    const touched = in_('src/core/').filter(({ text }) =>
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.[a-z]|\bconsole\./.test(text),
    );
    expect(touched.map(({ path }) => path)).toEqual([]);
  });

  it('keep BullMQ and ioredis in jobs', () => {
    const users = importsOf(sources).filter(({ to }) => /^(bullmq|ioredis)(\/|$)/.test(to));
    expect(users.length).toBeGreaterThan(2);
    expect(users.filter(({ from }) => !from.startsWith('src/jobs/'))).toEqual([]);
  });

  it('keep Prisma and pg in db', () => {
    const users = importsOf(sources).filter(
      ({ to }) => /^(pg|@prisma\/.*|prisma)(\/|$)/.test(to) || to.includes('db/generated'),
    );
    expect(users.length).toBeGreaterThan(5);
    expect(users.filter(({ from }) => !from.startsWith('src/adapters/db/'))).toEqual([]);
  });

  it('keep jobs away from adapters, and adapters away from jobs and app', () => {
    const crossing = importsOf(sources).filter(
      ({ from, to }) =>
        (from.startsWith('src/jobs/') && /^src\/(adapters|app)\//.test(to)) ||
        (from.startsWith('src/adapters/') && /^src\/(jobs|app)\//.test(to)),
    );
    expect(crossing).toEqual([]);
  });

  it('keep one surface from another, and providers from one another', () => {
    const roomOf = (path: string) => /^src\/adapters\/(?:providers\/)?([\w-]+)\//.exec(path)?.[1] ?? '';
    const crossing = importsOf(in_('src/adapters/')).filter(({ from, to }) => {
      const [mine, theirs] = [roomOf(from), roomOf(to)];
      // The database room implements the ports that a surface keeps its own rows through, in files named for it.
      const isOwnStore = mine === 'db' && posix.basename(from).startsWith(`${theirs}-`);
      return SURFACES.includes(theirs) && mine !== theirs && !isOwnStore;
    });
    expect(crossing).toEqual([]);
  });

  it('let the environment be read in one place', () => {
    const readers = sources
      .filter(({ text }) => /\bprocess\.env\b/.test(text))
      .map(({ path }) => path)
      .sort();
    expect(readers).toEqual([
      'src/adapters/db/embedded/binaries.ts', // what the server's own process inherits of the system
      'src/app/cli.ts',
    ]);
  });
});

describe('the style of the house', () => {
  it('keeps files to 250 lines', () => {
    const long = sources
      .filter(({ text }) => text.split('\n').length > 251)
      .map(({ path, text }) => `${path}: ${text.split('\n').length}`);
    expect(long).toEqual([]);
  });

  it('keeps style sheets to 250 lines', async () => {
    const folder = 'src/adapters/playground/page/styles';
    const sheets = (await readdir(folder)).filter((name) => name.endsWith('.css'));
    const lengths = await Promise.all(
      sheets.map(async (name) => (await readFile(`${folder}/${name}`, 'utf8')).split('\n').length),
    );
    const page = await readFile('src/adapters/playground/page/index.html', 'utf8');

    expect(sheets.length).toBeGreaterThan(10);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(251);
    expect(sheets.filter((name) => !page.includes(`/page/styles/${name}"`))).toEqual([]);
  });

  it('has no default exports, enums, non-null assertions or leftovers', () => {
    const bad = sources.filter(
      ({ path, text }) =>
        path.endsWith('.ts') && /^export default|^(export )?(const )?enum |\b(TODO|FIXME|XXX)\b|@ts-ignore/m.test(text),
    );
    expect(bad.map(({ path }) => path)).toEqual([]);
  });

  it('mocks no module and leaves no test out', () => {
    const tests = readSources('test').filter(({ path }) => path.endsWith('.test.ts') && !path.includes('unit/house/'));
    expect(tests.length).toBeGreaterThan(60);
    expect(
      tests.filter(({ text }) => /vi\.mock\(|\b(it|test|describe)\.(only|todo)\(/.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });
});
