import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const SCHEMA = 'prisma/schema.prisma';
const MIGRATIONS = 'prisma/migrations';
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * The SQL with which Prisma's own engine would make the schema from nothing. Made in a database and compared with the
 * migrated one (`readCatalog`), it shows every difference exactly; reading a database back is what this engine does badly.
 */
export async function toSchemaScript(url: string): Promise<string> {
  const content = await readFile(SCHEMA, 'utf8');
  const { stdout } = await withEngine(url, (schemaEngine) =>
    schemaEngine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content }] },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  return stdout ?? '';
}

/** What `prisma migrate deploy` and `migrate status` would say about the history that our runner wrote. */
export async function diagnoseHistory(url: string): Promise<engine.DiagnoseMigrationHistoryOutput> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const toDirectory = async (name: string) => {
    const value = await readFile(join(MIGRATIONS, name, 'migration.sql'), 'utf8');
    return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } as const } };
  };
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationsList = {
    baseDir: MIGRATIONS,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(MIGRATIONS, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.sort().map(toDirectory)),
  };
  return withEngine(url, (schemaEngine) =>
    schemaEngine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: NO_FILTERS }),
  );
}

async function withEngine<T>(url: string, use: (schemaEngine: engine.SchemaEngine) => Promise<T>): Promise<T> {
  loaded ??= loadEngine();
  await loaded;
  const pool = new pg.Pool({ connectionString: url });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  const datamodels: [string, string][] = [[SCHEMA, await readFile(SCHEMA, 'utf8')]];
  const schemaEngine = await engine.SchemaEngine.new({ datamodels }, () => undefined, adapter);
  try {
    return await use(schemaEngine);
  } finally {
    schemaEngine.free();
    await pool.end();
  }
}

/** Once a process: a second instance under the same glue would read the first one's memory. */
let loaded: Promise<void> | null = null;

/** The package imports its `.wasm` as a module, which not every Node 24 does without a flag. */
async function loadEngine(): Promise<void> {
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(join(dirname(glue), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...engine } });
  const { __wbg_set_wasm, __wbindgen_start } = { ...engine, ...instance.exports } as unknown as Glue;
  __wbg_set_wasm(instance.exports);
  __wbindgen_start();
}

/** What wasm-bindgen generates and its typings leave out. */
interface Glue {
  __wbg_set_wasm(exports: object): void;
  __wbindgen_start(): void;
}

/** Node has it; the typings in use here know only what browsers and Node do not share. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ readonly instance: { readonly exports: object } }>;
};

/** Everything that schema.prisma can say about a database, one sorted line each: columns, keys, indexes, enums. */
export const readCatalog = (url: string): Promise<readonly string[]> => readLines(url, CATALOG);

/** What only SQL can say, one sorted line each: `function f(text)`, `trigger table.name`, `check …`, `index …`, `view …`. */
export const readExtras = (url: string): Promise<readonly string[]> => readLines(url, EXTRAS);

async function readLines(url: string, sql: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(sql);
    return rows.map(({ line }) => line).sort();
  } finally {
    await client.end();
  }
}

const OURS = `relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations'`;

const CATALOG = `
  SELECT format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                CASE WHEN a.attnotnull THEN ' not null' END, ' default ' || pg_get_expr(d.adbin, d.adrelid)) AS line
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND ${OURS}
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
  SELECT format('key %s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid AND ${OURS} WHERE k.contype IN ('p', 'u', 'f')
UNION ALL
  SELECT pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND ${OURS} WHERE i.indpred IS NULL AND i.indexprs IS NULL
UNION ALL
  SELECT format('enum %s (%s)', t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder))
  FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid AND t.typnamespace = 'public'::regnamespace GROUP BY t.typname`;

const EXTRAS = `
  SELECT format('function %s(%s)', proname, pg_get_function_identity_arguments(p.oid)) AS line
  FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
UNION ALL
  SELECT format('trigger %s.%s', relname, tgname)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid AND ${OURS} WHERE NOT tgisinternal
UNION ALL
  SELECT format('check %s.%s', relname, conname)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid AND ${OURS} WHERE contype IN ('c', 'x')
UNION ALL
  SELECT format('index %s.%s', c.relname, n.relname)
  FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'
  WHERE i.indpred IS NOT NULL OR i.indexprs IS NOT NULL
UNION ALL
  SELECT format('view %s', relname) FROM pg_class WHERE relkind IN ('v', 'm') AND ${OURS}`;
