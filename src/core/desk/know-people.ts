import { TransientError } from '../errors.ts';
import { laterBy } from '../generate/pace.ts';
import type { ActId, Platform, WorkspaceId } from '../ids.ts';
import type { Studio } from '../studio/studio.ts';

/** Who can vote changes seldom; who may decide on money is looked at again where somebody is needed. */
const KNOWN_MS = { anybody: 6 * 3_600_000, owners: 5 * 60_000 } as const;
/** After a list that broke off, the next act asks for it again. */
const AGAIN_MS = 60_000;
/** Who can vote is worth a short wait; a large workspace has more pages than a platform gives in a minute. */
const PATIENCE_MS = 5_000;

type Core = Pick<Studio, 'rosters' | 'due' | 'directory' | 'clock' | 'report'>;

/** Reads everybody of the workspace afresh where what is known of them is too old for what is `wanted`. */
export async function knowPeople(
  studio: Core,
  { platform, workspace }: { readonly platform: Platform; readonly workspace: WorkspaceId },
  { wanted, act }: { readonly wanted: keyof typeof KNOWN_MS; readonly act: ActId },
): Promise<void> {
  const roster = studio.rosters.get(platform);
  if (roster === undefined) return;
  const now = studio.clock.now();
  const hold = (of: keyof typeof KNOWN_MS, ms: number) =>
    studio.due.lease(toName(of, workspace), act, laterBy(now, ms), now);
  if (!(await hold(wanted, KNOWN_MS[wanted]))) return;
  try {
    for await (const people of roster.members(workspace)) await studio.directory.learn(workspace, people, now);
    if (wanted === 'anybody') await hold('owners', KNOWN_MS.owners);
  } catch (error) {
    // Whoever names a time is there: the act waits for it, and finds its own lease. Most acts need not everybody at once.
    const waitMs = error instanceof TransientError ? error.retryAfterMs : null;
    if (waitMs !== null && (wanted === 'owners' || waitMs <= PATIENCE_MS)) throw error;
    studio.report.warn({ workspace, error }, 'the people of a workspace can not be listed');
    await hold(wanted, AGAIN_MS);
  }
}

const toName = (of: keyof typeof KNOWN_MS, workspace: WorkspaceId): string =>
  `${of === 'owners' ? 'owners' : 'people'}-${workspace}`;
