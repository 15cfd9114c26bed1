import type { SuggestStore } from '../discord/suggest.ts';
import type { Sql } from './sql.ts';

export const makeSuggestStore = (db: Sql): SuggestStore => ({
  async shots({ workspace, channel, typed }, limit) {
    const like = `%${typed.replace(/[\\%_]/g, '\\$&')}%`;
    const near = await db.$queryRaw<{ slug: string; scene: string }[]>`
      select slug, left(scene, 120) as scene from shot
      where workspace_id = ${workspace} and channel_id = ${channel} and (slug ilike ${like} or scene ilike ${like})
      order by created_at desc limit ${limit}::int`;
    if (near.length >= limit || typed === '') return near;
    const others = await db.$queryRaw<{ slug: string; scene: string }[]>`
      select slug, left(scene, 120) as scene from shot
      where workspace_id = ${workspace} and channel_id <> ${channel} and slug ilike ${like}
      order by created_at desc limit ${limit - near.length}::int`;
    return [...near, ...others];
  },

  async briefs({ workspace, person }, limit) {
    const rows = await db.$queryRaw<{ request: string; scene: string | null }[]>`
      select id as request, brief->>'scene' as scene from request
      where workspace_id = ${workspace} and person_id = ${person} order by created_at desc limit ${limit}::int`;
    const seen = new Set<string>();
    return rows.flatMap(({ request, scene }) => {
      if (scene === null || seen.has(scene)) return [];
      seen.add(scene);
      return [{ request, scene }];
    });
  },
});
