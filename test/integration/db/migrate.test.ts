import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { migrate } from '../../../src/adapters/db/migrate.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';

const MIGRATIONS = 'prisma/migrations';

describe('migrate', () => {
  let database: TestDatabase;
  let folder: string;

  beforeEach(async () => {
    database = await createDatabase('template0');
    folder = await mkdtemp(join(tmpdir(), 'previz-migrations-'));
    await cp(MIGRATIONS, folder, { recursive: true });
  });
  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const ask = (sql: string) => withConnection(database.url, async (client) => (await client.query(sql)).rows);
  const add = async (name: string, sql: string) => {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'migration.sql'), sql);
  };

  it('applies everything once when several processes start together', async () => {
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, folder)));

    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await migrate(database.url, folder)).toEqual([]);
  });

  it('writes the rows that prisma migrate deploy expects', async () => {
    await add('20990101000000_empty', '');

    await migrate(database.url, folder);

    const [row] = await ask(
      `SELECT *, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE migration_name LIKE '2099%'`,
    );
    expect(row).toMatchObject({
      checksum: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      applied_steps_count: 1,
      finished: true,
      rolled_back_at: null,
      logs: null,
    });
    expect(row.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps a script with semicolons inside a function body in one piece', async () => {
    await add(
      '20990101000000_f',
      `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 7; END $$; SELECT f();`,
    );

    await migrate(database.url, folder);

    expect(await ask('SELECT f() AS seven')).toEqual([{ seven: 7 }]);
  });

  it('keeps nothing of a file that fails, and everything of the files before it', async () => {
    await add('20990101000000_good', 'CREATE TABLE good (id int)');
    await add('20990102000000_bad', 'CREATE TABLE half (id int); SELECT 1/0');

    await expect(migrate(database.url, folder)).rejects.toMatchObject({ code: 'migration_failed' });

    expect(await ask(`SELECT to_regclass('good') AS good, to_regclass('half') AS half`)).toEqual([
      { good: 'good', half: null },
    ]);
    await writeFile(join(folder, '20990102000000_bad', 'migration.sql'), 'CREATE TABLE half (id int)');
    expect(await migrate(database.url, folder)).toEqual(['20990102000000_bad']);
  });

  it('keeps nothing of a file that it can not record', async () => {
    await add(
      '20990101000000_t',
      `CREATE TABLE t (id int); ALTER TABLE _prisma_migrations ADD CHECK (migration_name NOT LIKE '2099%')`,
    );

    await expect(migrate(database.url, folder)).rejects.toMatchObject({ code: 'migration_failed' });

    expect(await ask(`SELECT to_regclass('t') AS t`)).toEqual([{ t: null }]);
  });

  it('refuses a database whose applied migration reads differently here', async () => {
    await add('20990101000000_t', 'CREATE TABLE t (id int)');
    await migrate(database.url, folder);
    await writeFile(join(folder, '20990101000000_t', 'migration.sql'), 'CREATE TABLE t (id bigint)');

    await expect(migrate(database.url, folder)).rejects.toMatchObject({ name: 'UserError', code: 'migration_changed' });
  });

  it('overlooks line ends that git changed', async () => {
    await add('20990101000000_t', 'CREATE TABLE t (\n  id int\n);\n');
    await migrate(database.url, folder);
    const file = join(folder, '20990101000000_t', 'migration.sql');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n'));

    expect(await migrate(database.url, folder)).toEqual([]);
  });

  it('refuses a database that a newer version has migrated', async () => {
    await add('20990101000000_t', 'CREATE TABLE t (id int)');
    await migrate(database.url, folder);
    await rm(join(folder, '20990101000000_t'), { recursive: true });

    await expect(migrate(database.url, folder)).rejects.toMatchObject({ name: 'UserError', code: 'database_newer' });
  });

  it('refuses a database in which another tool stopped half-way', async () => {
    await add('20990101000000_t', 'CREATE TABLE t (id int)');
    await migrate(database.url, folder);
    await ask(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '2099%'`);

    await expect(migrate(database.url, folder)).rejects.toMatchObject({ code: 'migration_unfinished' });
  });
});
