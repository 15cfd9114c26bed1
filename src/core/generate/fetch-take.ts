import { readPolicy } from '../channel/policy.ts';
import { PermanentError, TransientError } from '../errors.ts';
import type { DeriveWish, StoredMedia } from '../ports/media-store.ts';
import type { Money } from '../ports/take-store.ts';
import type { Billing, JobStatus } from '../ports/video-provider.ts';
import { toFileName } from '../shot/slug.ts';
import { clipMessage } from '../studio/ring.ts';
import type { Studio } from '../studio/studio.ts';
import type { FailureCode } from '../take/failure.ts';
import { ratioValue } from '../take/ratio.ts';
import { lengthsOf } from '../take/source.ts';
import type { Take } from '../take/take.ts';
import { endTake, moneyOf } from './end-take.ts';
import { jobOf } from './job-of.ts';
import { backoffMs, laterBy } from './pace.ts';
import { becomeUnknown } from './reconcile-take.ts';

const MAX_FETCHES = 6;
/** A paid clip is not given up because a network or a bucket is down; links of most providers live a day. */
const LONGEST_WEATHER_MS = 24 * 3_600_000;
/** A clip may be this much shorter or longer than asked and still be the clip. */
const LENGTH_TOLERANCE_SECONDS = 0.5;

/** fetching → ready: stores the provider's bytes untouched, proves that they play, and settles in the same commit. */
export async function fetchTake(studio: Studio, take: Take): Promise<void> {
  const found = jobOf(studio, take);
  if (found === null) return becomeUnknown(studio, take, 'the provider or its job is not known here');
  let billing: Billing = { kind: 'as-quoted' };
  let stored: StoredMedia;
  try {
    const status = await found.provider.poll(found.job);
    if (status.kind !== 'succeeded') return afterChange(studio, take, status);
    billing = status.billing;
    stored = await studio.media.store(toFileName(take.slug, take.number), await found.provider.open(found.job));
  } catch (error) {
    studio.report.warn({ takeId: take.id, tries: take.tries, error }, 'a download failed');
    const detail = error instanceof Error ? error.message : 'the download failed';
    return fetchLater(studio, take, detail, { why: isWeather(error) ? 'weather' : failureOf(error), billing });
  }
  const problem = await problemOf(studio, take, stored);
  if (problem !== null) return fetchLater(studio, take, problem, { why: 'corrupt', billing });
  await finish(studio, take, stored, clipMoney(billing, take));
}

/** A provider that takes its word back: held back after all, or gone. Anything else is asked again; it is paid already. */
async function afterChange(
  studio: Studio,
  take: Take,
  status: Exclude<JobStatus, { kind: 'succeeded' }>,
): Promise<void> {
  if (status.kind === 'failed') {
    const money = moneyOf(status.billing, take);
    if (money !== null) return endTake(studio, take, { failure: status.failure, detail: status.detail, money });
  }
  const why = status.kind === 'pending' ? 'weather' : status.kind === 'forgotten' ? 'expired' : 'corrupt';
  const detail = `the provider now says ${status.kind}`;
  return fetchLater(studio, take, detail, { why, billing: { kind: 'as-quoted' } });
}

/** Nobody said no: the line, the other side or our own storage is out of order for a while. */
function isWeather(error: unknown): boolean {
  if (!(error instanceof TransientError)) return false;
  const { status } = error.facts;
  return error.code === 'link_died' ? typeof status === 'number' && (status >= 500 || status === 429) : true;
}

/** What a download that never worked is called: what is not opened on purpose or answered with something else is no clip. */
function failureOf(error: unknown): FailureCode {
  if (error instanceof PermanentError) return error.code === 'clip_too_big' ? 'corrupt' : 'no_output';
  return isLinkDead(error) ? 'no_output' : 'corrupt';
}

const isLinkDead = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'link_died';

async function finish(studio: Studio, take: Take, stored: StoredMedia, money: Money): Promise<void> {
  const poster = await studio.media.poster(stored.media);
  const derived = await studio.media.derive(stored.media, await wishOf(studio, take));
  const outcome = await studio.takes.resolve(take.id, {
    from: ['fetching'],
    to: 'ready',
    patch: {
      nextAt: null,
      progress: 1,
      sha256: stored.sha256,
      media: stored.media,
      bytes: stored.bytes,
      poster,
      derived,
    },
    money,
    actor: null,
    now: studio.clock.now(),
  });
  if (outcome === 'lost') return;
  if (outcome === 'overage')
    studio.report.error({ takeId: take.id }, 'billed above the reservation: the scopes are frozen');
  // The card and the root are shown anew once the clip is in the thread.
  await studio.queue.wake({ kind: 'send', outboxId: clipMessage(take.id) });
}

/** What the channel wants to see: the asked shape, and a mark where it wants one. */
async function wishOf(studio: Studio, take: Take): Promise<DeriveWish> {
  const found = await studio.directory.loadChannel(take.workspace, take.channel);
  const { ratio, renderRatio } = take.params;
  const isAi = studio.catalog.models.get(take.model)?.ai !== false;
  const isMarked = isAi && readPolicy(found?.channel.policy).slate;
  return {
    matte: ratio === renderRatio ? null : ratioValue(ratio),
    mark: isMarked ? `${take.slug} · take ${take.number} · AI-generated pre-viz` : null,
  };
}

/** A chunked body that was cut short ends without an error, so what was stored is read, not trusted. */
async function problemOf(studio: Studio, take: Take, stored: StoredMedia): Promise<string | null> {
  const probe = await studio.media.probe(stored.media);
  if (probe.kind === 'unplayable') return probe.reason;
  const isRightLength = lengthsOf(take.params).some(
    (seconds) => Math.abs(probe.seconds - seconds) <= LENGTH_TOLERANCE_SECONDS,
  );
  return isRightLength ? null : `it is ${probe.seconds.toFixed(1)} s long instead of ${take.params.seconds} s`;
}

/** A clip whose bill isn't told was still made: it is settled at what was held, never at zero. */
function clipMoney(billing: Billing, take: Take): Money {
  if (billing.kind === 'billed') return { kind: 'settle', actual: billing.micros };
  return { kind: 'settle', actual: billing.kind === 'free' ? 0n : take.estimate };
}

async function fetchLater(
  studio: Studio,
  take: Take,
  detail: string,
  { why, billing }: { readonly why: FailureCode | 'weather'; readonly billing: Billing },
): Promise<void> {
  const tries = take.tries + 1;
  const fetchingMs = studio.clock.now().getTime() - take.stateAt.getTime();
  if (why === 'weather' ? fetchingMs > LONGEST_WEATHER_MS : tries >= MAX_FETCHES) {
    const failure = why === 'weather' ? 'expired' : why;
    return endTake(studio, take, { failure, detail, money: clipMoney(billing, take) });
  }
  const now = studio.clock.now();
  const delayMs = backoffMs(tries, studio.chance);
  const moved = await studio.takes.advance(take.id, {
    from: ['fetching'],
    to: 'fetching',
    patch: { tries, detail, nextAt: laterBy(now, delayMs) },
    now,
  });
  if (moved) await studio.queue.wake({ kind: 'advance', takeId: take.id }, { delayMs });
}
