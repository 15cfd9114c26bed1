import type { ShotThreads } from '../../core/ports/shot-threads.ts';
import type { Sql } from './sql.ts';

export const makeShotThreads = (db: Sql): ShotThreads => ({
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
      posts as (delete from slack_post using lost where key = 'shot-' || lost.id and (select count(*) from cards) >= 0 returning 1)
      update outbox set state = 'due', message_id = null, sent_rev = 0, tries = 0, next_at = ${now}::timestamptz
      where id in (select 'shot-' || id from lost) and (select count(*) from posts) >= 0`;
    return opened === 1;
  },
});
