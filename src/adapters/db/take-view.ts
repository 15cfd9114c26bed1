import type { TakeView } from '../../core/ports/show-store.ts';
import { Prisma } from './generated/client.ts';

type Decision = TakeView['decision'];

/** A take as the cards and the log show it, one row with everything. */
export type TakeViewRow = Omit<TakeView, 'decision'> & {
  readonly decision: Decision['state'];
  readonly decisionSince: Date | null;
  readonly decisionFinalAt: Date | null;
  readonly selfApproved: boolean;
};

/** Needs `t` take, `s` shot, `w` workspace, `r` request and `p` the parent take: `TAKE_VIEW_FROM`. */
export const TAKE_VIEW_COLUMNS = Prisma.sql`
  t.id, w.platform, t.workspace_id as workspace, t.channel_id as channel, t.shot_id as "shotId", s.slug,
  s.thread_id as thread, t.request_id as "requestId", t.number, p.number as "parentNumber", t.asked_by as "askedBy",
  s.scene, t.template, t.slots, t.prompt, t.provider, t.model, t.params, t.tier,
  coalesce(r.plan -> 'notes', '[]') as notes, t.estimate, t.cost, t.state, t.state_at as "stateAt",
  t.created_at as "createdAt", t.progress, t.failure, t.detail, t.cancel_by as "cancelBy", t.sha256, t.media, t.bytes,
  t.poster, t.derived, t.decision, t.decision_since as "decisionSince", t.decision_final_at as "decisionFinalAt",
  t.self_approved as "selfApproved", t.disposition,
  (select coalesce(jsonb_agg(jsonb_build_object('person', b.person_id, 'vote', b.vote, 'counted', b.counted)
    order by b.at, b.person_id), '[]') from ballot b where b.take_id = t.id) as ballots`;

export const TAKE_VIEW_FROM = Prisma.sql`
  take t
  join shot s on s.id = t.shot_id
  join workspace w on w.id = t.workspace_id
  left join request r on r.id = t.request_id
  left join take p on p.id = t.parent_take_id and p.workspace_id = t.workspace_id`;

export const toTakeView = (row: TakeViewRow): TakeView => {
  const { decision, decisionSince, decisionFinalAt, selfApproved, ...take } = row;
  return { ...take, decision: { state: decision, since: decisionSince, finalAt: decisionFinalAt, selfApproved } };
};
