import { openDatabase, type Role } from '../../src/adapters/db/presence.ts';

/**
 * A process that opens the database of a data folder and keeps it: `node database-process.ts <folder> <role>`.
 * Says `{"url"}` or `{"code","message"}` in one line; leaves in order when its input ends.
 */
const [dataDir = '', role] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

try {
  const database = await openDatabase({ dataDir, role: role === 'app' ? 'app' : ('command' satisfies Role), log });
  await database.announce('http://127.0.0.1:3000/');
  process.stdin.on('end', () => void database.release().then(() => process.exit())).resume();
  say({ url: database.url });
} catch (error) {
  say(
    error instanceof Error && 'code' in error ? { code: error.code, message: error.message } : { code: String(error) },
  );
}
