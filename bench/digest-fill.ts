/**
 * A week of `$channels` channels in a hundred workspaces with `$each` takes a channel, straight into the tables: through the
 * functions it would take hours. Triggers sleep meanwhile; what they keep is written here.
 */
export const FILL: readonly string[] = [
  `set session_replication_role = replica`,
  `insert into workspace (id, platform) select 'w' || n, 'playground' from generate_series(0, 99) n`,
  `insert into person (workspace_id, id, name, kind, is_admin, seen_at)
   select 'w' || n, p, p, 'member', p = 'mira', '2026-11-01' from generate_series(0, 99) n, unnest(array['mira', 'jonas', 'aiko']) p`,
  `insert into channel (workspace_id, id, name) select 'w' || n % 100, 'c' || n, 'channel ' || n from generate_series(0, $channels - 1) n`,
  `insert into shot (id, workspace_id, channel_id, number, slug, scene, asked_by, created_at, thread_id)
   select 's' || c || '-' || n, 'w' || c % 100, 'c' || c, c * 1000 + n, 'PV-' || c || '-' || n, 'a cabin at dusk', 'jonas',
     timestamptz '2026-11-16 08:00Z' + make_interval(hours => n * 8), '1'
   from generate_series(0, $channels - 1) c, generate_series(0, $each / 5 - 1) n`,
  `insert into take (id, workspace_id, channel_id, shot_id, request_id, number, asked_by, brief, template, template_version, slots, prompt,
     provider, model, params, estimate, cost, state, state_at, decision, decision_final_at, sha256, media, bytes, created_at)
   select 't' || c || '-' || n, 'w' || c % 100, 'c' || c, 's' || c || '-' || n / 5, 'r' || c || '-' || n, n % 5 + 1,
     (array['mira', 'jonas', 'aiko'])[n % 3 + 1], '{"scene": "a cabin at dusk"}', (array['neutral', 'noir'])[n % 2 + 1], '1', '{}', 'a cabin at dusk',
     'fake', 'fake-' || n % 3, '{"seconds": 5, "width": 1280, "height": 720}', (n % 4) * 100000, (n % 4) * 100000,
     'delivered', timestamptz '2026-11-16 09:00Z' + make_interval(mins => n * 90),
     (array['approved', 'rejected', 'superseded', 'superseded', 'open'])[n % 5 + 1],
     case when n % 5 < 4 then timestamptz '2026-11-16 11:00Z' + make_interval(mins => n * 90) end, 'ab', 'takes/ab/ab.mp4', 2,
     timestamptz '2026-11-16 08:58Z' + make_interval(mins => n * 90)
   from generate_series(0, $channels - 1) c, generate_series(0, $each - 1) n`,
  `insert into reservation (id, workspace_id, scopes, periods, grants, amount, actual, state, created_at, resolved_at)
   select t.id, t.workspace_id, array['ch/' || t.workspace_id || '/' || t.channel_id], array['2026-11'], array[0]::bigint[], t.estimate, t.cost,
     'settled', t.created_at, t.state_at from take t`,
  `insert into ledger (workspace_id, reservation_id, kind, amount, at)
   select t.workspace_id, t.id, k.kind, t.cost, case when k.kind = 'reserve' then t.created_at else t.state_at end
   from take t, (values ('reserve'), ('settle')) k(kind)`,
  `insert into outbox (id, workspace_id, channel_id, kind, take_id, sent_rev, message_id, next_at, created_at)
   select 'clip-' || t.id, t.workspace_id, t.channel_id, 'clip', t.id, 1, 'm' || t.id, t.state_at, t.state_at from take t`,
  `insert into ballot (take_id, person_id, vote, source, counted, at)
   select t.id, 'mira', case when t.decision = 'approved' then 'approve' else 'reject' end, 'live', true, t.state_at
   from take t where t.decision in ('approved', 'rejected')`,
  `set session_replication_role = origin`,
  `analyze`,
];
