import type { PersonId, ShotId, TakeId } from '../../core/ids.ts';
import type { ShotView, ShowStore } from '../../core/ports/show-store.ts';
import { Prisma } from './generated/client.ts';
import { one, type Sql } from './sql.ts';
import { TAKE_VIEW_COLUMNS, TAKE_VIEW_FROM, type TakeViewRow, toTakeView } from './take-view.ts';

export const makeShowStore = (db: Sql): ShowStore => ({
  async loadTake(workspace, id) {
    const rows = await db.$queryRaw<TakeViewRow[]>`
      select ${TAKE_VIEW_COLUMNS} from ${TAKE_VIEW_FROM} where t.id = ${id} and t.workspace_id = ${workspace}`;
    return rows[0] === undefined ? null : toTakeView(rows[0]);
  },

  async loadShot(workspace, by) {
    const rows = await db.$queryRaw<ShotRow[]>`
      select ${TAKE_VIEW_COLUMNS}, s.asked_by as "shotAskedBy", s.pick_take_id as pick, s.channel_id as "shotChannel"
      from ${TAKE_VIEW_FROM}
      where t.workspace_id = ${workspace} and t.shot_id = (
        select f.id from shot f where f.workspace_id = ${workspace} and ${toCondition(by)}
        order by f.created_at desc limit 1)
      order by t.number`;
    return toShotView(rows);
  },

  async takesOfAct(workspace, act) {
    const rows = await db.$queryRaw<TakeViewRow[]>`
      select ${TAKE_VIEW_COLUMNS} from ${TAKE_VIEW_FROM}
      where t.workspace_id = ${workspace} and t.request_id = (select q.id from request q where q.act_id = ${act})
      order by t.number`;
    return rows.map(toTakeView);
  },

  async recentTakes(workspace, channel, limit) {
    const rows = await db.$queryRaw<(TakeViewRow & { live: boolean })[]>`
      select ${TAKE_VIEW_COLUMNS}, t.state in ${LIVE} as live
      from ${TAKE_VIEW_FROM}
      where t.id in (
        (select l.id from take l where l.workspace_id = ${workspace} and l.channel_id = ${channel} and l.state in ${LIVE}
          order by l.created_at desc limit ${limit}::int)
        union
        (select n.id from take n where n.workspace_id = ${workspace} and n.channel_id = ${channel}
          order by n.created_at desc limit ${limit}::int))
      order by live desc, t.created_at desc, t.number desc limit ${limit}::int`;
    return rows.map(({ live: _, ...row }) => toTakeView(row));
  },

  async jobOf(workspace, id) {
    const rows = await db.$queryRaw<{ jobId: string }[]>`
      select a.provider_job_id as "jobId" from attempt a join take t on t.id = a.take_id
      where a.take_id = ${id} and t.workspace_id = ${workspace} and a.provider_job_id is not null
      order by a.sent_at desc limit 1`;
    return rows[0]?.jobId ?? null;
  },

  async firstShot(workspace, channel) {
    const rows = await db.$queryRaw<{ id: ShotId }[]>`
      select id from shot where workspace_id = ${workspace} and channel_id = ${channel} order by created_at, id limit 1`;
    return rows[0]?.id ?? null;
  },

  async rename(workspace, shot, slug) {
    const rows = await db.$queryRaw<{ outcome: 'renamed' | 'taken' | 'missing' }[]>`
      select previz_rename(${workspace}, ${shot}, ${slug}) as outcome`;
    const { outcome } = one(rows);
    if (outcome === 'missing') throw new Error(`no shot ${shot} in workspace ${workspace}`);
    return outcome;
  },
});

/** Word for word the condition of the index `take_live`. */
const LIVE = Prisma.sql`('queued', 'submitting', 'rendering', 'fetching', 'unknown')`;

type ShotRow = TakeViewRow & {
  readonly shotAskedBy: PersonId;
  readonly shotChannel: ShotView['channel'];
  readonly pick: TakeId | null;
};

function toCondition(by: Parameters<ShowStore['loadShot']>[1]): Prisma.Sql {
  if ('id' in by) return Prisma.sql`f.id = ${by.id}`;
  if ('slug' in by) return Prisma.sql`f.slug = ${by.slug}`;
  return Prisma.sql`f.channel_id = ${by.channel} and f.thread_id = ${by.thread}`;
}

/** A shot is made together with its first take, so one without takes is one that isn't there. */
function toShotView(rows: readonly ShotRow[]): ShotView | null {
  const first = rows[0];
  if (first === undefined) return null;
  return {
    id: first.shotId,
    platform: first.platform,
    workspace: first.workspace,
    channel: first.shotChannel,
    slug: first.slug,
    scene: first.scene,
    thread: first.thread,
    askedBy: first.shotAskedBy,
    pick: first.pick,
    takes: rows.map(({ shotAskedBy: _by, shotChannel: _in, pick: _pick, ...row }) => toTakeView(row)),
  };
}
