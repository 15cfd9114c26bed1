import { withConnection } from '../../adapters/db/connect.ts';
import type { Finding } from './check-all.ts';

const SHOWN = 5;

interface Row {
  readonly workspace: string;
  readonly channel: string;
  readonly period: string;
  readonly why: string;
}

/** The newest digest of each channel, where it could not be told: a bot that was removed, an archived channel. */
export async function checkDigests(databaseUrl: string): Promise<readonly Finding[]> {
  const rows = await withConnection(databaseUrl, async (client) => (await client.query<Row>(TROUBLE)).rows);
  const found = rows.slice(0, SHOWN).map(
    ({ workspace, channel, period, why }): Finding => ({
      kind: 'note',
      part: 'digest',
      text: `${channel === '' ? `the one over all channels of ${workspace}` : `${channel} of ${workspace}`}: week ${period} did not arrive, and is not sent again: ${why}`,
    }),
  );
  const more = rows.length - found.length;
  return more === 0 ? found : [...found, { kind: 'note', part: 'digest', text: `and ${more} more` }];
}

const TROUBLE = `
  select n.workspace_id as workspace, n.channel_id as channel, n.period, n.why from (
    select distinct on (d.workspace_id, d.channel_id, d.kind) d.*, coalesce(case when d.state = 'given-up' then d.note end,
      (select o.last_error from outbox o where o.id like 'digest-' || d.id || '%' and (o.state = 'gone' or o.closed) limit 1)) as why
    from digest d where d.state in ('posted', 'given-up')
    order by d.workspace_id, d.channel_id, d.kind, d.period desc) n
  where n.why is not null
  order by n.period desc, n.workspace_id, n.channel_id`;
