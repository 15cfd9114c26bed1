import type { SharedBucket } from '../slack/pace.ts';
import { one, type Sql } from './sql.ts';

/** A bucket a workspace, for all processes on this database: one statement each, and the database's own clock. */
export const makeSlackEdits = (db: Sql): SharedBucket => ({
  async take(workspace, { burst, perSecond }) {
    const taken = await db.$executeRaw`
      insert into slack_edits as b (workspace_id, level, at)
      values (${workspace}, ${burst}::float8 - 1, clock_timestamp())
      on conflict (workspace_id) do update set at = clock_timestamp(),
        level = least(${burst}::float8, b.level + ${perSecond}::float8 * greatest(extract(epoch from clock_timestamp() - b.at), 0)::float8) - 1
      where coalesce(b.closed_until <= clock_timestamp(), true)
        and least(${burst}::float8, b.level + ${perSecond}::float8 * greatest(extract(epoch from clock_timestamp() - b.at), 0)::float8) >= 1`;
    if (taken === 1) return 0;
    const rows = await db.$queryRaw<{ seconds: number }[]>`
      select greatest((1 - level) / ${perSecond}::float8 - greatest(extract(epoch from clock_timestamp() - at), 0)::float8,
        extract(epoch from coalesce(closed_until, at) - clock_timestamp())::float8, 0)::float8 as seconds
      from slack_edits where workspace_id = ${workspace}`;
    return Math.max(1, Math.ceil(one(rows).seconds * 1_000));
  },

  async close(workspace, ms) {
    await db.$executeRaw`
      insert into slack_edits as b (workspace_id, level, at, closed_until)
      values (${workspace}, 0, clock_timestamp(), clock_timestamp() + ${ms}::float8 * interval '1 millisecond')
      on conflict (workspace_id) do update set closed_until = greatest(b.closed_until, excluded.closed_until)`;
  },
});
