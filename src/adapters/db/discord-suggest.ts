import type { SuggestStore } from '../discord/suggest.ts';
import { type Sql, toJson } from './sql.ts';

const anywhere = (typed: string): string => `%${typed.replace(/[\\%_]/g, '\\$&')}%`;
const atStart = (typed: string): string => anywhere(typed).slice(1);

export const makeSuggestStore = (db: Sql): SuggestStore => ({
  async saveCatalog(entries, now) {
    await db.$executeRaw`
      insert into catalog_entry as c (kind, name, title, price, saved_at)
      select e.kind, e.name, e.title, e.price, ${now}::timestamptz
      from jsonb_to_recordset(${toJson(entries)}::jsonb) as e(kind text, name text, title text, price text)
      order by e.kind, e.name
      on conflict (kind, name) do update set title = excluded.title, price = excluded.price, saved_at = excluded.saved_at
      where c.saved_at < excluded.saved_at`;
    await db.$executeRaw`delete from catalog_entry where saved_at < ${now}::timestamptz - interval '1 hour'`;
  },

  async catalog({ kind, typed }, limit) {
    return db.$queryRaw<{ name: string; title: string; price: string | null }[]>`
      select name, title, price from catalog_entry
      where kind = ${kind} and (name ilike ${anywhere(typed)} or title ilike ${anywhere(typed)})
      order by (name ilike ${atStart(typed)} or title ilike ${atStart(typed)}) desc, name limit ${limit}::int`;
  },

  async shots({ workspace, channel, typed }, limit) {
    const like = anywhere(typed);
    return db.$queryRaw<{ slug: string; scene: string }[]>`
      select slug, left(scene, 120) as scene from shot
      where workspace_id = ${workspace} and channel_id = ${channel} and (slug ilike ${like} or scene ilike ${like})
      order by created_at desc limit ${limit}::int`;
  },

  async briefs({ workspace, channel, person }, limit) {
    const rows = await db.$queryRaw<{ request: string; scene: string | null }[]>`
      (select id as request, brief->>'scene' as scene from request
        where workspace_id = ${workspace} and person_id = ${person} order by created_at desc limit ${limit}::int)
      union all
      (select id, brief->>'scene' from request
        where workspace_id = ${workspace} and channel_id = ${channel} and person_id <> ${person} and shot_id is not null
        order by created_at desc limit ${limit}::int)`;
    const seen = new Set<string>();
    return rows.flatMap(({ request, scene }) => {
      if (scene === null || seen.has(scene)) return [];
      seen.add(scene);
      return [{ request, scene }];
    });
  },
});
