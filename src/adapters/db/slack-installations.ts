import { randomUUID } from 'node:crypto';
import type { InstallationRow, InstallationRows } from '../slack/installations.ts';
import type { Sql } from './sql.ts';

export const makeSlackInstallations = (db: Sql): InstallationRows => ({
  async save({ id, enterpriseId, teamId, sealed, expiresAt, updatedAt }) {
    await db.$executeRaw`
      insert into slack_installation (id, enterprise_id, team_id, sealed, expires_at, updated_at)
      values (${id}, ${enterpriseId}, ${teamId}, ${sealed}, ${expiresAt}::timestamptz, ${updatedAt}::timestamptz)
      on conflict (id) do update set enterprise_id = excluded.enterprise_id, team_id = excluded.team_id,
        sealed = excluded.sealed, expires_at = excluded.expires_at, updated_at = excluded.updated_at`;
  },

  async load(id) {
    const rows = await db.$queryRaw<InstallationRow[]>`
      select id, enterprise_id as "enterpriseId", team_id as "teamId", sealed, expires_at as "expiresAt",
        updated_at as "updatedAt"
      from slack_installation where id = ${id}`;
    return rows[0] ?? null;
  },

  async replace({ id, enterpriseId, teamId, sealed, expiresAt, updatedAt }, was) {
    const replaced = await db.$executeRaw`
      update slack_installation set enterprise_id = ${enterpriseId}, team_id = ${teamId}, sealed = ${sealed},
        expires_at = ${expiresAt}::timestamptz, updated_at = ${updatedAt}::timestamptz
      where id = ${id} and sealed = ${was}`;
    return replaced === 1;
  },

  async remove(id) {
    return (await db.$executeRaw`delete from slack_installation where id = ${id}`) === 1;
  },

  async enterpriseOf(team) {
    const rows = await db.$queryRaw<{ enterprise: string }[]>`
      select enterprise_id as enterprise from slack_team where id = ${team}`;
    return rows[0]?.enterprise ?? null;
  },

  async rememberTeam(team, enterprise) {
    await db.$executeRaw`
      insert into slack_team (id, enterprise_id) values (${team}, ${enterprise})
      on conflict (id) do update set enterprise_id = excluded.enterprise_id`;
  },

  async lease(name, until, now) {
    const taken = await db.$executeRaw`
      insert into lease as l (name, holder, until) values (${name}, ${randomUUID()}, ${until}::timestamptz)
      on conflict (name) do update set holder = excluded.holder, until = excluded.until
      where l.until <= ${now}::timestamptz`;
    return taken === 1;
  },
});
