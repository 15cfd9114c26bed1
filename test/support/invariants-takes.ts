/** 3: one live paid attempt a take; another one only after proof that the one before did not run. */
export const ATTEMPT_LAWS: readonly string[] = [
  `select format('3: take %s has %s attempts that may have been paid for', take_id, count(*))
   from attempt where state <> 'not_run' group by take_id having count(*) > 1`,
  `select format('3: take %s is %s with %s live attempts', t.id, t.state, count(a.id))
   from take t left join attempt a on a.take_id = t.id and a.state in ('sent', 'accepted', 'unknown')
   group by t.id having count(a.id) <> (t.state in ('submitting', 'rendering', 'fetching', 'unknown'))::int`,
  `select format('3: attempt %s belongs to no take of its workspace', a.id) from attempt a
   where not exists (select 1 from take t where t.id = a.take_id and t.workspace_id = a.workspace_id)`,
];

/** 4: a take has ended, or somebody will look at it again, or it is visibly unknown. */
export const LIFE_LAWS: readonly string[] = [
  `select format('4: take %s is %s and nothing will move it', id, state) from take
   where state in ('queued', 'submitting', 'rendering', 'fetching') and next_at is null`,
  `select format('4: take %s is ready and its clip is not going to be sent', t.id) from take t
   where t.state = 'ready' and not exists (
     select 1 from outbox o where o.id = 'clip-' || t.id and o.state = 'due' and o.wanted_rev > o.sent_rev)`,
  `select format('4: take %s is unknown and its card does not say so', t.id) from take t
   where t.state = 'unknown' and not exists (select 1 from outbox o where o.id = 'card-' || t.id)`,
  `select format('4: request %s is running without a take', r.id) from request r
   where r.state = 'running' and not exists (select 1 from take t where t.request_id = r.id)`,
];

/** Holds once a run is over and everything that was rung for has been worked on. */
export const SETTLED_LAWS: readonly string[] = [
  `select format('4: take %s is %s and has not ended', id, state) from take
   where state not in ('delivered', 'undeliverable', 'failed', 'refused', 'canceled')`,
  `select format('4: act %s was never worked on', id) from act where done_at is null`,
  `select format('4: request %s was read and never decided', r.id) from request r
   where r.state = 'read' and exists (select 1 from act a where a.id = r.act_id and a.done_at is not null)`,
  `select format('4: message %s shows revision %s of %s', id, sent_rev, wanted_rev) from outbox
   where state = 'due' and wanted_rev > sent_rev`,
];

/** 5: a clip is posted once per delivery. */
export const CLIP_LAWS: readonly string[] = [
  `select format('5: take %s is delivered and its clip was not posted', t.id) from take t
   where t.state = 'delivered' and not exists (
     select 1 from outbox o where o.take_id = t.id and o.kind = 'clip' and o.sent_rev > 0 and o.message_id is not null)`,
  `select format('5: the clip of take %s, which is %s, was posted', t.id, t.state) from take t join outbox o on o.id = 'clip-' || t.id
   where o.sent_rev > 0 and t.state <> 'delivered'`,
  `select format('5: two clips of %s are the message %s', channel_id, message_id) from outbox
   where kind = 'clip' and message_id is not null group by workspace_id, channel_id, message_id having count(*) > 1`,
  `select format('5: take %s is %s without stored bytes', id, state) from take
   where state in ('ready', 'delivered', 'undeliverable') and (sha256 is null or media is null or bytes is null)`,
  `select format('5: message %s shows %s, which nobody sent', m.id, coalesce(m.key, 'a clip without a key'))
   from playground_message m where m.clip is not null and not exists (
     select 1 from outbox o where o.id = m.key and o.kind = 'clip')`,
  `select format('5: clip %s is message %s, and the playground has it %s times', o.id, o.message_id, count(m.id))
   from outbox o join workspace w on w.id = o.workspace_id
   left join playground_message m on m.key = o.id and m.id::text = o.message_id
   where o.kind = 'clip' and o.message_id is not null and w.platform = 'playground'
   group by o.id having count(m.id) <> 1`,
];

/** 6: every reaction to a card or a clip that was worked on is in the vote log, or was found again by a reading. */
export const VOTE_LAWS: readonly string[] = [
  `select format('6: reaction %s of %s on take %s is not in the vote log', a.id, a.envelope #>> '{actor,id}', o.take_id)
   from act a
   join outbox o on o.workspace_id = a.workspace_id and o.channel_id = a.channel_id
     and o.message_id = a.envelope #>> '{act,message}' and o.kind in ('card', 'clip')
   where a.envelope #>> '{act,kind}' = 'reaction' and a.done_at is not null and not exists (
     select 1 from vote_event e where e.take_id = o.take_id and (e.event_key = 'act-' || a.id
       or e.source = 'reconcile' and e.person_id = a.envelope #>> '{actor,id}' and e.emoji = a.envelope #>> '{act,emoji}'))`,
  `select format('6: shot %s has a pick that nobody approved for good', s.id) from shot s
   where s.pick_take_id is not null and not exists (
     select 1 from take t where t.id = s.pick_take_id and t.shot_id = s.id and t.decision = 'approved' and t.decision_final_at is not null)`,
  `select format('6: take %s is superseded and that is not final', t.id) from take t
   where t.decision = 'superseded' and t.decision_final_at is null`,
];

export const VOTES = `
  select take_id as take, json_agg(json_build_object('seq', seq::text, 'person', person_id, 'personKind', person_kind,
    'emoji', emoji, 'vote', vote, 'op', op, 'orderKey', order_key, 'source', source, 'at', at) order by seq) as events,
    (select coalesce(json_agg(json_build_object('person', b.person_id, 'vote', b.vote, 'at', b.at)), '[]')
      from ballot b where b.take_id = e.take_id) as ballots
  from vote_event e
  where not exists (select 1 from act a where a.workspace_id = e.workspace_id and a.done_at is null)
  group by take_id`;

export const MEDIA = `
  select id, sha256, media, bytes::text as bytes from take where media is not null and sha256 is not null`;

/** 7: a weekly digest is posted once per channel and week. */
export const DIGEST_LAWS: readonly string[] = [
  `select format('7: the digest of %s in %s has %s rows', d.channel_id, d.period, count(*)) from digest d
   group by d.workspace_id, d.channel_id, d.kind, d.period having count(*) > 1`,
  `select format('7: digest %s of %s in %s is %s and has %s messages', d.id, d.channel_id, d.period, d.state, count(o.id))
   from digest d left join outbox o on o.id = 'digest-' || d.id or o.id like 'digest-' || d.id || '-%'
   group by d.id having (count(o.id) > 0) <> (d.state = 'posted') or count(*) filter (where o.kind = 'note') > 1
     or count(o.id) <> count(distinct coalesce(o.person_id, '')) filter (where o.id is not null)`,
  `select format('7: digest message %s belongs to no digest', o.id) from outbox o
   where o.id like 'digest-%' and o.id not like 'digest-asked-%' and not exists (
     select 1 from digest d where o.id = 'digest-' || d.id or o.id like 'digest-' || d.id || '-%')`,
  `select format('7: digest message %s is shown %s times', o.id, count(m.id))
   from outbox o join workspace w on w.id = o.workspace_id join playground_message m on m.key = o.id
   where o.id like 'digest-%' and w.platform = 'playground' group by o.id having count(m.id) > 1`,
];
