import type { PersonId, TakeId, ThreadRef } from '../../core/ids.ts';
import type { BallotBox, LoggedVote, Poll, VoteStore } from '../../core/ports/vote-store.ts';
import { one, type Sql, type Stored, toJson } from './sql.ts';

export const makeVoteStore = (db: Sql): VoteStore => ({
  async append(events) {
    if (events.length === 0) return 0;
    // Numbered as they came, inserted in the order of their keys: two that log the same reactions can't deadlock.
    return db.$executeRaw`
      with came as materialized (
        select e.*, nextval('vote_event_seq_seq') as seq
        from jsonb_to_recordset(${toJson(events)}::jsonb) as e(workspace text, take text, person text, "personKind" text,
          message text, emoji text, vote text, op text, "orderKey" text, source text, "eventKey" text, at timestamptz))
      insert into vote_event (seq, workspace_id, take_id, person_id, person_kind, message_id, emoji, vote, op, order_key,
        source, event_key, at)
      select e.seq, e.workspace, e.take, e.person, e."personKind", e.message, e.emoji, e.vote, e.op, e."orderKey",
        e.source, e."eventKey", e.at
      from came e join take t on t.id = e.take and t.workspace_id = e.workspace
      order by e."eventKey"
      on conflict (event_key) do nothing`;
  },

  async activePeople(workspace, channel, since) {
    const rows = await db.$queryRaw<{ person: PersonId }[]>`
      select person_id as person from request
      where workspace_id = ${workspace} and channel_id = ${channel} and created_at >= ${since}::timestamptz
      union
      select v.person_id from take t join vote_event v on v.take_id = t.id
      where t.workspace_id = ${workspace} and t.channel_id = ${channel}
        and t.created_at >= ${since}::timestamptz - interval '30 days'
        and v.at >= ${since}::timestamptz and v.person_kind = 'member' and v.vote is not null`;
    return rows.map(({ person }) => person);
  },

  async loadPoll(take) {
    const rows = await db.$queryRaw<Row[]>`
      select t.id as take, t.workspace_id as workspace, t.channel_id as channel, t.shot_id as shot,
        t.asked_by as requester, t.tier, w.platform, t.vote_rev as rev, t.decision as state,
        t.decision_since as since, t.decision_final_at as "finalAt", t.self_approved as "selfApproved",
        (select coalesce(jsonb_agg(jsonb_build_object('seq', e.seq::text, 'take', e.take_id, 'person', e.person_id,
            'personKind', e.person_kind, 'message', e.message_id, 'emoji', e.emoji, 'vote', e.vote, 'op', e.op, 'orderKey', e.order_key,
            'source', e.source, 'at', e.at) order by e.seq), '[]')
          from vote_event e where e.take_id = t.id) as events
      from take t join workspace w on w.id = t.workspace_id
      where t.id = ${take}`;
    return rows[0] === undefined ? null : toPoll(rows[0]);
  },

  async ballotBoxes(take) {
    const rows = await db.$queryRaw<Box[]>`
      select w.platform, o.workspace_id as workspace, o.channel_id as channel, coalesce(o.thread_id, s.thread_id) as thread,
        o.message_id as message, o.kind
      from outbox o join workspace w on w.id = o.workspace_id
        join take t on t.id = o.take_id left join shot s on s.id = t.shot_id
      where o.take_id = ${take} and o.kind in ('card', 'clip') and o.message_id is not null
      order by o.id`;
    return rows.map(({ message, kind, ...place }) => ({ place, message, kind }));
  },

  async underReview({ platform, since, workspace, channel, after }, limit) {
    const rows = await db.$queryRaw<{ id: TakeId }[]>`
      select t.id from take t join workspace w on w.id = t.workspace_id
      where (${platform ?? null}::text is null or w.platform = ${platform ?? null}::text) and t.created_at >= ${since}::timestamptz and t.state = 'delivered'
        and (${workspace ?? null}::text is null or t.workspace_id = ${workspace ?? null}::text)
        and (${channel ?? null}::text is null or t.channel_id = ${channel ?? null}::text)
        and (${after}::text is null or (t.created_at, t.id) < (select l.created_at, l.id from take l where l.id = ${after}::text))
      order by t.created_at desc, t.id desc limit ${limit}::int`;
    return rows.map(({ id }) => id);
  },

  async save(count) {
    const rows = await db.$queryRaw<{ outcome: 'saved' | 'picked' | 'stale' }[]>`
      select previz_decide(${toJson(count)}::jsonb) as outcome`;
    return one(rows).outcome;
  },
});

type Box = ThreadRef & Omit<BallotBox, 'place'>;

type Row = Omit<Poll, 'events' | 'decision'> & Poll['decision'] & { readonly events: readonly Stored<LoggedVote>[] };

const toPoll = ({ state, since, finalAt, selfApproved, events, ...poll }: Row): Poll => ({
  ...poll,
  decision: { state, since, finalAt, selfApproved },
  events: events.map((event) => ({ ...event, seq: BigInt(event.seq), at: new Date(event.at) })),
});
