import type { PersonKind } from '../../core/act/act.ts';
import type { KindsOf } from '../slack/store.ts';
import type { Sql } from './sql.ts';

export const makeKindsOf =
  (db: Sql): KindsOf =>
  async (workspace, people) => {
    const rows = await db.$queryRaw<{ id: (typeof people)[number]; kind: PersonKind }[]>`
      select id, kind from person where workspace_id = ${workspace} and id = any(${[...people]}::text[])`;
    return new Map(rows.map(({ id, kind }) => [id, kind]));
  };
