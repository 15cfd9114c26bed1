import type { TakeId } from '../../core/ids.ts';
import type {
  Request,
  RequestPlan,
  RequestState,
  RequestStore,
  ReserveOutcome,
} from '../../core/ports/request-store.ts';
import { Prisma } from './generated/client.ts';
import { rewriteOffers } from './offers.ts';
import { one, type Sql, type Stored, toJson } from './sql.ts';

export const makeRequestStore = (db: Sql): RequestStore => ({
  async open(request) {
    const inserted = await db.$queryRaw<Row[]>`
      insert into request (id, workspace_id, channel_id, thread_id, person_id, act_id, state, brief, plan, estimate,
        parent_take_id, created_at)
      values (${request.id}, ${request.workspace}, ${request.channel}, ${request.thread}, ${request.person},
        ${request.actId}, 'read', ${toJson(request.brief)}::jsonb, ${toJson(request.plan)}::jsonb,
        ${request.estimate}::bigint, ${request.parentTake}, ${request.createdAt}::timestamptz)
      on conflict do nothing
      returning ${COLUMNS}`;
    if (inserted[0] !== undefined) return toRequest(inserted[0]);
    // A statement of its own: the row that was in the way may be younger than the first one's snapshot.
    return toRequest(one(await db.$queryRaw<Row[]>`select ${COLUMNS} from request where act_id = ${request.actId}`));
  },

  async load(workspace, id) {
    const rows = await db.$queryRaw<Row[]>`
      select ${COLUMNS} from request where id = ${id} and workspace_id = ${workspace}`;
    return rows[0] === undefined ? null : toRequest(rows[0]);
  },

  async reserve({ plan, ...order }) {
    const all = toJson({ ...order, shot: plan.shot, takes: plan.takes });
    const rows = await db.$queryRaw<{ outcome: StoredOutcome }[]>`select previz_reserve(${all}::jsonb) as outcome`;
    return toOutcome(one(rows).outcome);
  },

  async move(id, { from, to, expiresAt, refusal, decidedBy }) {
    const moved = await db.$executeRaw`
      update request set state = ${to},
        expires_at = case when ${expiresAt === undefined} then expires_at else ${expiresAt ?? null}::timestamptz end,
        refusal = case when ${refusal === undefined} then refusal
          else coalesce(refusal, '{}') || ${refusal === undefined ? null : toJson(refusal)}::jsonb end,
        decided_by = coalesce(${decidedBy ?? null}, decided_by)
      where id = ${id} and state = any(${from}::text[])`;
    return moved === 1;
  },

  async askedSince({ id, workspace, person, brief, parentTake }, since, { sameParent } = { sameParent: false }) {
    // Two that are being read at once must not both pass: the later one sees the earlier.
    const rows = await db.$queryRaw<{ asked: boolean }[]>`
      select exists (
        select 1 from request r
        where r.workspace_id = ${workspace} and r.person_id = ${person} and r.created_at >= ${since}::timestamptz
          and r.id <> ${id} and r.brief = ${toJson(brief)}::jsonb
          and (not ${sameParent} or r.parent_take_id is not distinct from ${parentTake})
          and (r.state in ('running', 'confirm', 'owner') or r.state = 'read' and (r.created_at, r.id) <
            (select m.created_at, m.id from request m where m.id = ${id}))) as asked`;
    return one(rows).asked;
  },

  closeOffers: (target, closing) => rewriteOffers(db, target, closing),
});

const COLUMNS = Prisma.sql`id, workspace_id as workspace, channel_id as channel, thread_id as thread,
  person_id as person, act_id as "actId", state, brief, plan, estimate, parent_take_id as "parentTake",
  refusal, expires_at as "expiresAt", created_at as "createdAt"`;

type Row = Omit<Request, 'plan'> & { readonly plan: Stored<RequestPlan> };

const toRequest = (row: Row): Request => ({ ...row, plan: readPlan(row.plan) });

const readPlan = (stored: Stored<RequestPlan>): RequestPlan => ({
  ...stored,
  takes: stored.takes.map((take) => ({ ...take, estimate: BigInt(take.estimate) })),
});

type StoredOutcome =
  | { kind: 'reserved'; slug: string; shot: string; takes: TakeId[]; first: number }
  | { kind: 'exceeded'; scope: string; period: string; cap: string; left: string }
  | { kind: 'frozen'; scope: string; period: string }
  | { kind: 'pace'; live: number; hour: number }
  | { kind: 'stopped' }
  | { kind: 'already'; state: RequestState };

const toOutcome = (stored: StoredOutcome): ReserveOutcome =>
  stored.kind === 'exceeded' ? { ...stored, cap: BigInt(stored.cap), left: BigInt(stored.left) } : stored;
