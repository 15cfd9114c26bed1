import { stat } from 'node:fs/promises';
import { UserError } from '../../../core/errors.ts';
import { type Binaries, notRunnable } from './binaries.ts';
import type { Layout } from './layout.ts';
import { run } from './run.ts';

/** As whom the server's programs run: words before their command line, or other ids, or neither. */
export interface RunAs {
  readonly words: readonly string[];
  readonly ids: { readonly uid: number; readonly gid: number } | null;
  /** Who must own the server's files; null: they are right as we make them. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

const OURSELVES: RunAs = { words: [], ids: null, owner: null };
const NOBODY = 65534;

/**
 * PostgreSQL refuses to run as root. In a user namespace root is shown to it under another number: files stay root's,
 * and folders with mode 0700 work. Containers often forbid that; there it runs as the user who owns the folder, or as
 * nobody, with the one right to pass closed folders where `setpriv` can give it. It insists on owning its data folder,
 * so a folder that exists decides.
 */
export async function decideRunAs(layout: Layout, binaries: Binaries): Promise<RunAs> {
  const uid = process.getuid?.();
  const existing = await ownerOf(layout.pgDir);
  if (uid === undefined) return OURSELVES;
  if (uid !== 0) {
    if (existing === null || existing.uid === uid) return OURSELVES;
    throw new UserError(
      'database_owner',
      `The database in ${layout.pgDir} belongs to user ${existing.uid}, Previz runs as user ${uid}. Run it as that user, or set PREVIZ_DATA to another folder.`,
      { facts: { folder: layout.pgDir, owner: existing.uid, uid } },
    );
  }
  for (const candidate of await rootCandidates(layout, binaries, existing)) {
    if (await isWorking(candidate, layout, binaries)) return candidate;
  }
  const { status, output } = await run(binaries.postgres, ['--version'], { env: binaries.env });
  if (status !== 0) throw notRunnable(binaries, output);
  throw new UserError(
    'database_root',
    `PostgreSQL does not run as root, and here no other user can reach ${layout.dataDir} and ${binaries.postgres}. ` +
      'Run Previz as a normal user, or put both into folders that every user may enter, and PREVIZ_DATA into one such as /var/lib/previz.',
    { facts: { folder: layout.dataDir } },
  );
}

async function rootCandidates(layout: Layout, binaries: Binaries, existing: Ids | null): Promise<readonly RunAs[]> {
  const namespace: RunAs = {
    words: ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'],
    ids: null,
    owner: null,
  };
  const other = [existing, await ownerOf(layout.dataDir), await ownerOf(binaries.postgres)].find(
    (ids) => ids !== null && ids.uid !== 0,
  ) ?? { uid: NOBODY, gid: NOBODY };
  const privileged: RunAs = { words: toSetpriv(other), ids: null, owner: other };
  const plain: RunAs = { words: [], ids: other, owner: other };
  const isOthers = existing !== null && existing.uid !== 0;
  return isOthers ? [privileged, plain] : [namespace, privileged, plain];
}

const toSetpriv = ({ uid, gid }: Ids): readonly string[] => [
  ...['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'],
  ...['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override', '--bounding-set=-all,+dac_override', '--'],
];

/** Starts the real binary, which finds its libraries or not, and enters the data folder. */
async function isWorking(as: RunAs, layout: Layout, binaries: Binaries): Promise<boolean> {
  const script = '"$1" --version && cd -- "$2"';
  const args = [...as.words, 'sh', '-c', script, 'sh', binaries.postgres, layout.dataDir];
  const [file, ...rest] = args;
  if (file === undefined) return false;
  const { status } = await run(file, rest, { env: binaries.env, ids: as.ids });
  return status === 0;
}

type Ids = { readonly uid: number; readonly gid: number };

const ownerOf = (path: string): Promise<Ids | null> =>
  stat(path).then(
    ({ uid, gid }) => ({ uid, gid }),
    () => null,
  );
