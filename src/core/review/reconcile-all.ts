import { laterBy } from '../generate/pace.ts';
import type { ChannelId, Platform, TakeId, WorkspaceId } from '../ids.ts';
import type { UnderReview } from '../ports/vote-store.ts';
import type { Studio } from '../studio/studio.ts';
import { reconcileVotes } from './reconcile-votes.ts';

type Ringing = Pick<Studio, 'votes' | 'clock' | 'queue'>;

/** Reactions may still come in for so long. */
const REVIEW_MS = 30 * 86_400_000;

/**
 * After a start or a gap: every take whose votes may have changed unseen is read again, the newest first. There may be
 * thousands, so they are rung for at a pace that leaves room for what people do meanwhile.
 */
export async function reconcilePlatform(studio: Ringing, platform: Platform): Promise<number> {
  const since = laterBy(studio.clock.now(), -REVIEW_MS);
  let rung = 0;
  for await (const page of pagesOf(studio, { platform, since })) {
    await ringFor(studio, page, rung);
    rung += page.length;
  }
  return rung;
}

export interface Reviewed {
  readonly workspace: WorkspaceId;
  /** Left out: all of its channels. */
  readonly channel?: ChannelId;
}

/** A digest's week, and the days until it is made. */
const WEEK_MS = 10 * 86_400_000;
/** After so many failures in a row the platform is taken to be away. */
const AWAY_AFTER = 3;

/**
 * Before votes are told (a digest): every take of theirs is read again. What can't be read now is told as the log has
 * it, and read later. `keep` is called as long as it goes on.
 */
export async function reconcileBeforeTelling(studio: Studio, of: Reviewed, keep: () => Promise<void>): Promise<void> {
  const since = laterBy(studio.clock.now(), -WEEK_MS);
  const late: TakeId[] = [];
  let failures = 0;
  for await (const page of pagesOf(studio, { ...of, since })) {
    for (const take of page) {
      if (failures < AWAY_AFTER && (await isRead(studio, take))) failures = 0;
      else {
        failures += 1;
        late.push(take);
      }
      if (failures <= AWAY_AFTER) await keep();
    }
  }
  if (late.length === 0) return;
  studio.report.warn(
    { ...of, takes: late.length },
    'votes can not be read again now, and are told as the log has them',
  );
  await ringFor(studio, late, 0);
}

async function isRead(studio: Studio, take: TakeId): Promise<boolean> {
  try {
    await reconcileVotes(studio, take);
    return true;
  } catch (error) {
    studio.report.warn({ takeId: take, error }, 'the votes on a take can not be read again now');
    return false;
  }
}

const PAGE = 100;

async function* pagesOf(
  { votes }: Pick<Studio, 'votes'>,
  of: Omit<UnderReview, 'after'>,
): AsyncGenerator<readonly TakeId[]> {
  for (let after: TakeId | null = null; ; ) {
    const page: readonly TakeId[] = await votes.underReview({ ...of, after }, PAGE);
    if (page.length > 0) yield page;
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return;
  }
}

/** A hundred at once, and a hundred more every twenty seconds: each is read in about six requests, of which Discord takes fifty a second. */
const EVERY_MS = 20_000;

async function ringFor({ queue }: Pick<Studio, 'queue'>, takes: readonly TakeId[], before: number): Promise<void> {
  const jobs = takes.map((takeId) => ({ kind: 'recount', takeId, againAfterMs: [] }) as const);
  const delayOf = (index: number) => Math.floor((before + index) / PAGE) * EVERY_MS;
  await queue.wakeAll(jobs.filter((_, index) => delayOf(index) === 0));
  for (const [index, job] of jobs.entries()) {
    const delayMs = delayOf(index);
    if (delayMs > 0) await queue.wake(job, { delayMs });
  }
}
