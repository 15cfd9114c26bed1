import type { ChannelRecord, Directory, PersonRecord, WorkspaceRecord } from '../../core/ports/directory.ts';
import { settingsMoved } from '../../core/studio/on-fresh.ts';
import { one, type Sql, type Stored, toJson } from './sql.ts';

type Met = Parameters<Directory['meet']>[0];

export const makeDirectory = (db: Sql): Directory => ({
  async meet({ platform, workspace, channel, actor, now }) {
    const met = toJson({ platform, workspace, channel, actor, now } satisfies Met);
    const rows = await db.$queryRaw<{ known: Stored<Known> }[]>`select previz_meet(${met}::jsonb) as known`;
    const { known } = one(rows);
    return { ...known, workspace: readWorkspace(known.workspace) };
  },

  async learn(workspace, people, now) {
    // In the order of their ids: two that learn the same people can't deadlock.
    await db.$executeRaw`
      insert into person as o (workspace_id, id, name, kind, is_admin, time_zone, seen_at, roles)
      select ${workspace}, p.id, p.name, p.kind, p."isAdmin", p."timeZone", ${now}::timestamptz,
        case when p.roles is not null then array(select unnest(p.roles) order by 1) end
      from jsonb_to_recordset(${toJson(people)}::jsonb)
        as p(id text, name text, kind text, "isAdmin" boolean, "timeZone" text, roles text[])
      order by p.id
      on conflict (workspace_id, id) do update set name = coalesce(nullif(excluded.name, ''), o.name), kind = excluded.kind,
        is_admin = excluded.is_admin, time_zone = coalesce(excluded.time_zone, o.time_zone), roles = coalesce(excluded.roles, o.roles)
      where (o.name, o.kind, o.is_admin, o.roles) is distinct from
        (coalesce(nullif(excluded.name, ''), o.name), excluded.kind, excluded.is_admin, coalesce(excluded.roles, o.roles))`;
  },

  async loadChannel(workspace, channel) {
    const rows = await db.$queryRaw<{ known: Stored<Omit<Known, 'person'>> | null }[]>`
      select previz_place(${workspace}, ${channel}) as known`;
    const { known } = one(rows);
    return known === null ? null : { channel: known.channel, workspace: readWorkspace(known.workspace) };
  },

  async saveChannel(workspace, channel, { policy, settings, timeZone, name, onto }) {
    const [policyJson, settingsJson] = [toOptional(policy), toOptional(settings)];
    const changes = policy === undefined && settings === undefined ? 0 : 1;
    const saved = await db.$executeRaw`
      insert into channel as c (workspace_id, id, policy, settings, time_zone, name, changes)
      values (${workspace}, ${channel}, coalesce(${policyJson}::jsonb, '{}'), coalesce(${settingsJson}::jsonb, '{}'),
        ${timeZone ?? null}::text, coalesce(${name ?? null}::text, ''), ${changes}::int)
      on conflict (workspace_id, id) do update set
        policy = coalesce(${policyJson}::jsonb, c.policy), settings = coalesce(${settingsJson}::jsonb, c.settings),
        time_zone = coalesce(excluded.time_zone, c.time_zone), name = coalesce(${name ?? null}::text, c.name),
        changes = c.changes + ${changes}::int
      where c.changes = coalesce(${onto ?? null}::int, c.changes)`;
    if (saved === 0) throw settingsMoved();
  },

  async saveWorkspace(workspace, settings, onto) {
    const saved = await db.$executeRaw`
      update workspace set settings = ${toJson(settings)}::jsonb, changes = changes + 1
      where id = ${workspace} and changes = coalesce(${onto ?? null}::int, changes)`;
    if (saved === 0 && onto !== undefined) throw settingsMoved();
  },

  async loadPeople(workspace) {
    const rows = await db.$queryRaw<PersonRow[]>`
      select id, name, kind, is_admin as "isAdmin", time_zone as "timeZone", roles from person
      where workspace_id = ${workspace} order by id`;
    return rows.map(toPerson);
  },

  async loadPerson(workspace, person) {
    const rows = await db.$queryRaw<PersonRow[]>`
      select id, name, kind, is_admin as "isAdmin", time_zone as "timeZone", roles from person
      where workspace_id = ${workspace} and id = ${person}`;
    return rows[0] === undefined ? null : toPerson(rows[0]);
  },
});

type PersonRow = Omit<PersonRecord, 'roles'> & { readonly roles: readonly string[] | null };

const toPerson = ({ roles, ...person }: PersonRow): PersonRecord => (roles === null ? person : { ...person, roles });

interface Known {
  readonly workspace: WorkspaceRecord;
  readonly channel: ChannelRecord;
  readonly person: PersonRecord;
}

const readWorkspace = (stored: Stored<WorkspaceRecord>): WorkspaceRecord => ({
  ...stored,
  stoppedAt: stored.stoppedAt === null ? null : new Date(stored.stoppedAt),
});

const toOptional = (value: unknown): string | null => (value === undefined ? null : toJson(value));
