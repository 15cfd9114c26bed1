import type { AttemptId } from '../../core/ids.ts';
import type { Micros } from '../../core/money/micros.ts';
import type { TakeStore } from '../../core/ports/take-store.ts';
import type { GenerationRequest } from '../../core/ports/video-provider.ts';
import type { LiveAttempt, Take, TakePatch } from '../../core/take/take.ts';
import { one, type Sql, toJson } from './sql.ts';

export const makeTakeStore = (db: Sql): TakeStore => ({
  async load(id) {
    const rows = await db.$queryRaw<Row[]>`
      select t.id, t.workspace_id as workspace, w.platform, t.channel_id as channel, t.shot_id as "shotId", s.slug,
        t.request_id as "requestId", t.number, t.asked_by as "askedBy", s.scene, t.slots, t.prompt, t.provider, t.model,
        t.params, t.estimate, t.state, t.state_at as "stateAt", t.created_at as "createdAt", t.tries, t.cancel_by as "cancelBy",
        a.id as "attemptId", a.state as "attemptState", a.provider_job_id as "jobId", a.request, a.sent_at as "sentAt"
      from take t
      join workspace w on w.id = t.workspace_id
      join shot s on s.id = t.shot_id
      left join attempt a on a.take_id = t.id and a.state in ('sent', 'accepted', 'unknown')
      where t.id = ${id}`;
    return rows[0] === undefined ? null : toTake(rows[0]);
  },

  async claim({ take, attempt, request, deadline, now }) {
    const rows = await db.$queryRaw<{ outcome: 'claimed' | 'lost' | 'stopped' }[]>`
      select previz_claim(${take}, ${attempt}, ${toJson(request)}::jsonb, ${deadline}::timestamptz,
        ${now}::timestamptz) as outcome`;
    return one(rows).outcome;
  },

  async accept(take, attempt, { jobId, nextAt, now }) {
    const rows = await db.$queryRaw<Moved[]>`
      select previz_accept(${take}, ${attempt}, ${jobId}, ${nextAt}::timestamptz, ${now}::timestamptz) as moved`;
    return one(rows).moved;
  },

  async advance(take, { from, to, patch, now }) {
    const rows = await db.$queryRaw<Moved[]>`
      select previz_advance(${take}, ${from}::text[], ${to}, ${toColumns(patch)}::jsonb, ${now}::timestamptz) as moved`;
    return one(rows).moved;
  },

  async resolve(take, { from, to, patch, money, actor, now }) {
    const actual: Micros = money.kind === 'settle' ? money.actual : 0n;
    const rows = await db.$queryRaw<{ outcome: 'resolved' | 'overage' | 'lost' }[]>`
      select previz_resolve(${take}, ${from}::text[], ${to}, ${toColumns(patch)}::jsonb, ${money.kind},
        ${actual}::bigint, ${actor}, ${now}::timestamptz) as outcome`;
    return one(rows).outcome;
  },

  async markUnknown(take, { from, nextAt, detail, now }) {
    const rows = await db.$queryRaw<Moved[]>`
      select previz_unknown(${take}, ${from}::text[], ${nextAt}::timestamptz, ${detail}, ${now}::timestamptz) as moved`;
    return one(rows).moved;
  },

  async markNotRun(take, { nextAt, tries, detail, now }) {
    const rows = await db.$queryRaw<Moved[]>`
      select previz_not_run(${take}, ${nextAt}::timestamptz, ${tries}::int, ${detail}, ${now}::timestamptz) as moved`;
    return one(rows).moved;
  },
});

interface Moved {
  readonly moved: boolean;
}

type Row = Omit<Take, 'attempt'> & {
  readonly attemptId: AttemptId | null;
  readonly attemptState: LiveAttempt['state'] | null;
  readonly jobId: string | null;
  readonly request: GenerationRequest | null;
  readonly sentAt: Date | null;
};

function toTake({ attemptId, attemptState, jobId, request, sentAt, ...take }: Row): Take {
  if (attemptId === null || attemptState === null || request === null || sentAt === null) {
    return { ...take, attempt: null };
  }
  return { ...take, attempt: { id: attemptId, state: attemptState, jobId, request, sentAt } };
}

/** The database reads the patch by column; what is left out stays. */
const COLUMN_OF: { readonly [Field in keyof Required<TakePatch>]: string } = {
  nextAt: 'next_at',
  cancelBy: 'cancel_by',
  tries: 'tries',
  progress: 'progress',
  failure: 'failure',
  detail: 'detail',
  sha256: 'sha256',
  media: 'media',
  bytes: 'bytes',
  poster: 'poster',
  derived: 'derived',
};

function toColumns(patch: TakePatch): string {
  const columns = Object.entries(COLUMN_OF)
    .filter(([field]) => field in patch)
    .map(([field, column]) => [column, Reflect.get(patch, field)]);
  return toJson(Object.fromEntries(columns));
}
