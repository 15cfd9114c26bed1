import type { LogQuery, LogStore } from '../../core/ports/log-store.ts';
import { Prisma } from './generated/client.ts';
import { IS_REFUSED, type LogRow, REFUSED_LINE, REFUSED_STATUS, TAKE_LINE, toLogLine } from './log-lines.ts';
import type { Sql } from './sql.ts';

const PAGE = 500;

export const makeLogStore = (db: Sql): LogStore => ({
  async *read(query) {
    let left = query.limit ?? Number.POSITIVE_INFINITY;
    let after: LogRow | undefined;
    while (left > 0) {
      const size = Math.min(PAGE, left);
      const rows = await readPage(db, query, { after, size });
      for (const row of rows) yield toLogLine(row);
      if (rows.length < size) return;
      left -= rows.length;
      after = rows.at(-1);
    }
  },
});

interface Page {
  /** The last line of the page before. */
  readonly after: LogRow | undefined;
  readonly size: number;
}

/** Takes and refused requests in one order, so that a page ends at one place in time. */
const readPage = (db: Sql, query: LogQuery, { after, size }: Page): Promise<LogRow[]> =>
  db.$queryRaw<LogRow[]>`
    select * from (
      (select ${TAKE_LINE}
        from take t join shot s on s.id = t.shot_id join workspace w on w.id = t.workspace_id
        left join request r on r.id = t.request_id
        where ${isAsked(query, after, 't')} and ${hasWords(query.words, TAKE_TEXT)}
        order by t.created_at desc, t.id desc limit ${size}::int)
      union all
      (select ${REFUSED_LINE}
        from request r join workspace w on w.id = r.workspace_id
        where ${isAsked(query, after, 'r')} and ${hasWords(query.words, REFUSED_TEXT)}
          and ${IS_REFUSED}
        order by r.created_at desc, r.id desc limit ${size}::int)
    ) as line
    order by at desc, row_id desc limit ${size}::int`;

const TAKE_TEXT = Prisma.sql`s.slug, t.brief ->> 'scene', t.prompt, t.model, t.state`;

const REFUSED_TEXT = Prisma.sql`r.plan #>> '{shot,slug}', r.brief ->> 'scene', r.plan #>> '{takes,0,prompt}',
  r.plan #>> '{takes,0,model}', ${REFUSED_STATUS}`;

function isAsked(query: LogQuery, after: LogRow | undefined, table: 't' | 'r'): Prisma.Sql {
  const { workspace, channel, since } = query;
  const from = Prisma.raw(table);
  const conditions = [
    workspace === null ? null : Prisma.sql`${from}.workspace_id = ${workspace}`,
    // By id or by name: people know channels by name, rows by id.
    channel === null
      ? null
      : Prisma.sql`(${from}.channel_id = ${channel} or exists (select 1 from channel c
          where c.workspace_id = ${from}.workspace_id and c.id = ${from}.channel_id and c.name = ${channel}))`,
    since === null ? null : Prisma.sql`${from}.created_at >= ${since}::timestamptz`,
    after === undefined
      ? null
      : Prisma.sql`(${from}.created_at, ${from}.id) < (${after.at}::timestamptz, ${after.row_id})`,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' and ');
}

function hasWords(words: readonly string[], columns: Prisma.Sql): Prisma.Sql {
  if (words.length === 0) return Prisma.sql`true`;
  return Prisma.sql`not exists (select 1 from unnest(${[...words]}::text[]) as word
    where position(lower(word) in lower(concat_ws(' ', ${columns}))) = 0)`;
}
