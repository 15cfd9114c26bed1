import type { OutboxId } from '../../core/ids.ts';
import type { Revival } from '../../core/ports/revival.ts';
import type { Sql } from './sql.ts';

export const makeRevival = (db: Sql): Revival => ({
  async openAnew(shot, gone, now) {
    // A person asked, so what is known of the first try is forgotten: where its answer was lost, its history could not be
    // read. The cards come first, as elsewhere.
    const opened = await db.$executeRaw`
      with lost as (
        update shot set thread_id = null from outbox o
        where shot.id = ${shot} and o.id = 'shot-' || shot.id and shot.thread_id is not distinct from ${gone}
          and (o.state = 'gone' or ${gone}::text is not null)
          and (o.lease_until is null or o.lease_until <= ${now}::timestamptz)
        returning shot.id),
      cards as (
        update outbox set state = 'due', tries = 0, next_at = ${now}::timestamptz
        where kind = 'card' and state = 'gone' and message_id is null
          and take_id in (select t.id from take t join lost on t.shot_id = lost.id) returning 1),
      posts as (delete from slack_post using lost where key = 'shot-' || lost.id and (select count(*) from cards) >= 0 returning 1),
      tries as (delete from discord_post using lost where key = 'shot-' || lost.id and (select count(*) from cards) >= 0 returning 1)
      update outbox set state = 'due', message_id = null, sent_rev = 0, tries = 0, next_at = ${now}::timestamptz
      where id in (select 'shot-' || id from lost) and (select count(*) from posts) + (select count(*) from tries) >= 0`;
    return opened === 1;
  },

  async postAnew(take, gone, now) {
    const posted = await db.$executeRaw`
      with lost as (
        update outbox set state = 'due', message_id = null, sent_rev = 0, tries = 0, closed = false, next_at = ${now}::timestamptz
        where id = 'card-' || ${take}::text and message_id is not distinct from ${gone} and (state = 'gone' or ${gone}::text is not null)
          and (lease_until is null or lease_until <= ${now}::timestamptz)
        returning id),
      posts as (delete from slack_post using lost where key = lost.id returning 1),
      tries as (delete from discord_post using lost where key = lost.id returning 1)
      select from lost, (select count(*) from posts) p, (select count(*) from tries) t`;
    return posted === 1;
  },

  async hurry(where, now) {
    const [workspace, channel] = [where?.workspace ?? null, where?.channel ?? null];
    const rows = await db.$queryRaw<{ id: OutboxId }[]>`
      update outbox set closed = false, next_at = least(next_at, ${now}::timestamptz)
      where closed and (${workspace}::text is null or workspace_id = ${workspace}) and (${channel}::text is null or channel_id = ${channel})
        and state = 'due' and wanted_rev > sent_rev
      returning id`;
    return rows.map(({ id }) => id);
  },

  async redraw({ workspace, channel }, { since, most, now }) {
    // Locked in the order in which the triggers take them.
    const rows = await db.$queryRaw<{ id: OutboxId }[]>`
      with newest as (
        select id from outbox
        where workspace_id = ${workspace} and channel_id = ${channel} and kind in ('shot', 'card', 'clip')
          and created_at >= ${since}::timestamptz and state <> 'gone' and (message_id is not null or state = 'due')
        order by created_at desc limit ${most}),
      locked as (
        select o.id from outbox o join newest using (id)
        order by array_position(array['clip', 'card', 'shot'], o.kind), o.id for update of o)
      update outbox set state = 'due', wanted_rev = wanted_rev + 1, next_at = least(next_at, ${now}::timestamptz)
      where id in (select id from locked) and state <> 'gone'
      returning id`;
    return rows.map(({ id }) => id);
  },
});
