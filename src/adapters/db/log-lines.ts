import type { LogLine } from '../../core/ports/log-store.ts';
import { Prisma } from './generated/client.ts';
import type { Stored } from './sql.ts';

/** One line as the database gives it. `row_id` and `at` are its place in the log's order. */
export type LogRow = Omit<LogLine, 'requested_at' | 'estimate_micros' | 'cost_micros' | 'decision' | 'votes'> & {
  readonly row_id: string;
  readonly at: Date;
  readonly requested_at: Date;
  readonly estimate: bigint;
  readonly cost: bigint | null;
  readonly decision: string;
  readonly final_at: Date | null;
  readonly self_approved: boolean;
  readonly votes: Stored<LogLine['votes']>;
};

/** Why a request was refused that a budget or a brake stopped. Beside these, what moderation stopped is logged; other refusals are answers to a mistake. */
export const BRAKES = Prisma.sql`('exceeded', 'over-cap', 'over-threshold', 'frozen', 'pace', 'stopped', 'job-over')`;

/** From `t` take, `s` shot, `r` request, `w` workspace. */
export const TAKE_LINE = Prisma.sql`
  t.id as row_id, t.created_at as at, t.id as take_id, s.slug as shot, t.number as take, t.parent_take_id, w.platform,
  t.workspace_id as workspace, t.channel_id as channel, s.thread_id as thread, t.asked_by as requested_by,
  coalesce(r.created_at, t.created_at) as requested_at, coalesce(t.brief ->> 'scene', t.brief #>> '{}') as brief,
  t.template, t.template_version, t.prompt, t.provider, t.model, t.params, t.state as status, t.failure, t.estimate,
  t.cost, t.sha256, t.media, (select o.message_id from outbox o where o.take_id = t.id and o.kind = 'clip' and o.message_id is not null
    order by o.id <> 'clip-' || t.id, o.created_at desc limit 1) as message_id,
  t.decision, t.decision_final_at as final_at, t.self_approved,
  (select coalesce(jsonb_agg(jsonb_build_object('person', b.person_id, 'vote', b.vote, 'at', b.at, 'source', b.source,
    'counted', b.counted) order by b.at, b.person_id), '[]') from ballot b where b.take_id = t.id) as votes,
  t.disposition, t.tier, (t.derived ->> 'credentials')::boolean as credentials, t.derived ->> 'strip' as strip,
  r.refusal ->> 'letThroughBy' as let_through_by`;

/** What an owner declined is no refusal of the budget's; what its requester dropped still is one. */
export const REFUSED_STATUS = Prisma.sql`case when r.state = 'declined' and r.decided_by <> r.person_id then 'declined'
  when r.refusal ->> 'kind' = 'moderation' then 'refused' else 'refused_budget' end`;

/** A reason in one word; of moderation with what it found. */
const REASON = Prisma.sql`case when r.refusal ->> 'kind' = 'moderation'
  then concat_ws(': ', 'moderation', (select string_agg(flag, ', ') from jsonb_array_elements_text(r.refusal -> 'flags') as flag))
  else r.refusal ->> 'kind' end`;

/** What moderation stopped and an owner let through was refused by nobody, whatever became of it. */
export const IS_REFUSED = Prisma.sql`r.state in ('refused', 'declined', 'expired') and (r.refusal ->> 'kind' in ${BRAKES}
  or r.refusal ->> 'kind' = 'moderation' and r.refusal ->> 'letThroughBy' is null)`;

/** From `r` request, `w` workspace: what would have been made, column by column as above. */
export const REFUSED_LINE = Prisma.sql`
  r.id as row_id, r.created_at as at, 'request:' || r.id, coalesce((select h.slug from shot h where h.id = r.plan #>> '{shot,id}'
    and h.workspace_id = r.workspace_id), r.plan #>> '{shot,slug}', ''), 0, r.parent_take_id, w.platform,
  r.workspace_id, r.channel_id, r.thread_id, r.person_id,
  r.created_at, coalesce(r.brief ->> 'scene', r.brief #>> '{}'),
  coalesce(r.plan #>> '{takes,0,template}', ''), coalesce(r.plan #>> '{takes,0,templateVersion}', ''),
  coalesce(r.plan #>> '{takes,0,prompt}', ''), coalesce(r.plan #>> '{takes,0,provider}', ''),
  coalesce(r.plan #>> '{takes,0,model}', ''), coalesce(r.plan #> '{takes,0,params}', '{}'), ${REFUSED_STATUS},
  ${REASON}, r.estimate, 0, null, null, null, 'open', null, false, '[]', null,
  r.plan #>> '{takes,0,tier}', null, null, r.refusal ->> 'letThroughBy'`;

/** Field by field in the order in which the log is printed. */
export const toLogLine = (row: LogRow): LogLine => ({
  take_id: row.take_id,
  shot: row.shot,
  take: row.take,
  parent_take_id: row.parent_take_id,
  platform: row.platform,
  workspace: row.workspace,
  channel: row.channel,
  thread: row.thread,
  requested_by: row.requested_by,
  requested_at: row.requested_at.toISOString(),
  brief: row.brief,
  template: row.template,
  template_version: row.template_version,
  prompt: row.prompt,
  provider: row.provider,
  model: row.model,
  params: row.params,
  status: row.status,
  failure: row.failure,
  estimate_micros: row.estimate.toString(),
  cost_micros: row.cost === null ? null : row.cost.toString(),
  sha256: row.sha256,
  media: row.media,
  message_id: row.message_id,
  decision: {
    state: row.decision,
    final_at: row.final_at === null ? null : row.final_at.toISOString(),
    self_approved: row.self_approved,
  },
  votes: row.votes.map(({ person, vote, at, source, counted }) => ({
    person,
    vote,
    at: new Date(at).toISOString(),
    source,
    counted,
  })),
  disposition: row.disposition,
  tier: row.tier,
  credentials: row.credentials,
  strip: row.strip,
  let_through_by: row.let_through_by,
});
