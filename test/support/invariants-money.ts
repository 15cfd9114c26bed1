/** Each statement answers one sentence a row; none when all is well. */

/** 1: the counters are what reservations and ledger add up to, and nothing is above its cap but what is frozen and shown. */
export const BUDGET_LAWS: readonly string[] = [
  `with per as (
     select u.scope, u.period, r.id, r.state, r.amount
     from reservation r, unnest(r.scopes, r.periods) as u(scope, period)),
   held as (select scope, period, sum(amount) as held from per where state = 'held' group by 1, 2),
   billed as (
     select p.scope, p.period, sum(l.amount) filter (where l.kind = 'settle') as settled,
       sum(l.amount) filter (where l.kind = 'overage') as overage
     from per p join ledger l on l.reservation_id = p.id group by 1, 2),
   granted as (select scope, period, sum(amount) as granted from ledger where kind = 'grant' group by 1, 2),
   told as (
     select scope, period, coalesce(h.held, 0) as held, coalesce(b.settled, 0) as settled,
       coalesce(b.overage, 0) as overage, coalesce(g.granted, 0) as granted
     from held h full join billed b using (scope, period) full join granted g using (scope, period))
   select format('1: budget %s %s counts %s %s, its reservations and ledger say %s', scope, period, c.counted, c.name, c.told)
   from (select * from budget) b full join told t using (scope, period)
   cross join lateral (values ('held', b.held, coalesce(t.held, 0)), ('settled', b.settled, coalesce(t.settled, 0)),
     ('overage', b.overage, coalesce(t.overage, 0)), ('granted', b.granted, coalesce(t.granted, 0))) as c(name, counted, told)
   where coalesce(c.counted, 0) <> c.told`,
  `select format('1: budget %s %s has %s committed of %s and is not frozen', scope, period,
     held + settled + overage, cap + granted)
   from budget where held + settled + overage > cap + granted and not frozen`,
  `select format('1: budget %s %s is frozen, and no overage says why', b.scope, b.period)
   from budget b
   where b.frozen and not exists (select 1 from ledger l where l.kind = 'overage' and l.scope = b.scope and l.period = b.period)
     and not exists (select 1 from ledger l join reservation r on r.id = l.reservation_id,
       unnest(r.scopes, r.periods) as u(scope, period)
       where l.kind = 'overage' and u.scope = b.scope and u.period = b.period)`,
  `select format('1: budget %s %s has %s granted, and %s of it is for requests', b.scope, b.period, b.granted, coalesce(sum(u.extra), 0))
   from budget b left join (select u.* from reservation r, unnest(r.scopes, r.periods, r.grants) as u(scope, period, extra)) u
     on u.scope = b.scope and u.period = b.period
   group by b.scope, b.period having b.granted <> coalesce(sum(u.extra), 0)`,
  `select format('1: reservation %s names %s scopes, %s periods and %s grants', id, cardinality(scopes), cardinality(periods), cardinality(grants))
   from reservation where cardinality(scopes) = 0 or cardinality(scopes) <> cardinality(periods) or cardinality(scopes) <> cardinality(grants)`,
];

/** 2: every reservation has its take and one ending at most, and the ledger tells the same. */
export const LEDGER_LAWS: readonly string[] = [
  `select format('2: take %s has no reservation', t.id) from take t
   where not exists (select 1 from reservation r where r.id = t.id)`,
  `select format('2: reservation %s has no take', r.id) from reservation r
   where not exists (select 1 from take t where t.id = r.id)`,
  `with trail as (
     select r.id, r.state, r.amount, r.actual,
       count(l.id) filter (where l.kind = 'reserve' and l.amount = r.amount) as reserves,
       count(l.id) filter (where l.kind = 'settle') as settles,
       count(l.id) filter (where l.kind = 'release') as releases,
       coalesce(sum(l.amount) filter (where l.kind in ('settle', 'overage')), 0) as billed,
       coalesce(sum(l.amount) filter (where l.kind = 'release'), 0) as released
     from reservation r left join ledger l on l.reservation_id = r.id group by r.id)
   select format('2: reservation %s of %s is %s at %s, and the ledger has %s reserve, %s settle, %s release, %s billed', id, amount, state,
     coalesce(actual::text, 'nothing'), reserves, settles, releases, billed)
   from trail
   where reserves <> 1 or settles <> (state = 'settled')::int or releases <> (state = 'released')::int
     or state = 'settled' and billed is distinct from actual or state = 'released' and released <> amount
     or state <> 'settled' and billed <> 0`,
  `select format('2: reservation %s is settled above its amount without an overage', r.id)
   from reservation r
   where r.state = 'settled' and r.actual > r.amount
     and not exists (select 1 from ledger l where l.reservation_id = r.id and l.kind = 'overage' and l.amount = r.actual - r.amount)`,
  `select format('2: take %s is %s and its money is %s', t.id, t.state, r.state)
   from take t join reservation r on r.id = t.id
   where (t.state in ('queued', 'submitting', 'rendering', 'fetching', 'unknown')) <> (r.state = 'held')`,
  `select format('2: take %s cost %s, its reservation says %s', t.id, coalesce(t.cost::text, 'nothing'), coalesce(r.actual::text, 'nothing'))
   from take t join reservation r on r.id = t.id where t.cost is distinct from r.actual`,
  `select format('2: ledger entry %s (%s) belongs to no take', l.id, l.kind)
   from ledger l
   where l.reservation_id is null and not (l.kind in ('grant', 'adjust', 'overage') and l.scope is not null and l.period is not null)
     or l.reservation_id is not null and not exists (select 1 from reservation r where r.id = l.reservation_id)`,
];

/** What providers were paid for, as the ledger tells it, and what may still be billed for takes that are not ended. */
export const BILLED_BY_PROVIDER = `
  select t.provider, coalesce(sum(r.actual), 0)::text as billed,
    coalesce(sum(r.amount) filter (where r.state = 'held'), 0)::text as held
  from take t join reservation r on r.id = t.id group by t.provider order by t.provider`;
