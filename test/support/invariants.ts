import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { withConnection } from '../../src/adapters/db/connect.ts';
import type { PrismaClient } from '../../src/adapters/db/generated/client.ts';
import { standingBallots } from '../../src/core/vote/ballots.ts';
import type { VoteEvent } from '../../src/core/vote/vote-event.ts';
import { BILLED_BY_PROVIDER, BUDGET_LAWS, LEDGER_LAWS } from './invariants-money.ts';
import {
  ATTEMPT_LAWS,
  CLIP_LAWS,
  DIGEST_LAWS,
  LIFE_LAWS,
  MEDIA,
  SETTLED_LAWS,
  VOTE_LAWS,
  VOTES,
} from './invariants-takes.ts';

export interface Evidence {
  /** What the providers say they billed: in all, or by provider. */
  readonly bill?: bigint | ReadonlyMap<string, bigint>;
  /** The client references (attempt ids) of every POST that a provider accepted, one each. */
  readonly accepted?: readonly string[];
  /** How many messages a platform has by outbox id, for platforms that the database doesn't hold itself. */
  readonly posted?: ReadonlyMap<string, number>;
  readonly mediaFolder?: string;
  /** The run is over: every take has ended, every act is worked on, every message shows the last word. */
  readonly settled?: boolean;
}

type Ask = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/**
 * The invariants of design §3, asked of a database after any run: one sentence for each breach, none when all is well.
 */
export async function checkInvariants(
  database: PrismaClient | string,
  evidence: Evidence = {},
): Promise<readonly string[]> {
  if (typeof database === 'string') {
    return withConnection(database, (client) => check(async (sql) => (await client.query(sql)).rows, evidence));
  }
  return check((sql) => database.$queryRawUnsafe(sql), evidence);
}

async function check(ask: Ask, evidence: Evidence): Promise<readonly string[]> {
  const laws = [
    ...BUDGET_LAWS,
    ...LEDGER_LAWS,
    ...ATTEMPT_LAWS,
    ...LIFE_LAWS,
    ...CLIP_LAWS,
    ...VOTE_LAWS,
    ...DIGEST_LAWS,
  ];
  if (evidence.settled === true) laws.push(...SETTLED_LAWS);
  const breaches: string[] = [];
  for (const law of laws) breaches.push(...(await ask(law)).map((row) => String(Object.values(row)[0])));
  if (evidence.bill !== undefined) breaches.push(...(await checkBill(ask, evidence.bill, evidence.settled === true)));
  if (evidence.accepted !== undefined) breaches.push(...(await checkAccepted(ask, evidence.accepted)));
  if (evidence.posted !== undefined) breaches.push(...(await checkPosted(ask, evidence.posted)));
  if (evidence.mediaFolder !== undefined) breaches.push(...(await checkMedia(ask, evidence.mediaFolder)));
  breaches.push(...(await checkBallots(ask)));
  return breaches;
}

/** While a take is open its bill may be told already; once all is settled it is equal to the micro-dollar. */
async function checkBill(
  ask: Ask,
  bill: bigint | ReadonlyMap<string, bigint>,
  isSettled: boolean,
): Promise<readonly string[]> {
  const rows = (await ask(BILLED_BY_PROVIDER)).map((row) => ({
    provider: String(row['provider']),
    billed: BigInt(String(row['billed'])),
    held: BigInt(String(row['held'])),
  }));
  const sum = (pick: 'billed' | 'held') => rows.reduce((all, row) => all + row[pick], 0n);
  const accounts =
    typeof bill === 'bigint'
      ? [{ who: 'the providers', told: bill, billed: sum('billed'), held: sum('held') }]
      : [...new Set([...bill.keys(), ...rows.map(({ provider }) => provider)])].map((provider) => {
          const row = rows.find((one) => one.provider === provider);
          return { who: provider, told: bill.get(provider) ?? 0n, billed: row?.billed ?? 0n, held: row?.held ?? 0n };
        });
  return accounts
    .filter(({ told, billed, held }) => told < billed || told > billed + (isSettled ? 0n : held))
    .map(({ who, told, billed, held }) => `2: ${who} billed ${told}, the ledger says ${billed} and holds ${held}`);
}

async function checkAccepted(ask: Ask, accepted: readonly string[]): Promise<readonly string[]> {
  const attempts = new Map(
    (await ask('select id, take_id, state from attempt')).map((row) => [String(row['id']), row]),
  );
  const breaches = [...count(accepted)]
    .filter(([, times]) => times > 1)
    .map(([id, times]) => `3: attempt ${id} was accepted ${times} times`);
  for (const id of new Set(accepted)) {
    const attempt = attempts.get(id);
    if (attempt === undefined) breaches.push(`3: a provider accepted ${id}, which nobody sent`);
    else if (attempt['state'] === 'not_run')
      breaches.push(`3: attempt ${id} is said not to have run, and was accepted`);
  }
  const takes = count([...new Set(accepted)].map((id) => String(attempts.get(id)?.['take_id'] ?? id)));
  return [
    ...breaches,
    ...[...takes]
      .filter(([, times]) => times > 1)
      .map(([id, times]) => `3: take ${id} was accepted as ${times} attempts`),
  ];
}

async function checkPosted(ask: Ask, posted: ReadonlyMap<string, number>): Promise<readonly string[]> {
  const breaches = [...posted]
    .filter(([, times]) => times > 1)
    .map(([id, times]) => `5: message ${id} was posted ${times} times`);
  const sent = await ask(`select o.id from outbox o where o.kind = 'clip' and o.sent_rev > 0`);
  const missing = sent.map((row) => String(row['id'])).filter((id) => !posted.has(id));
  return [...breaches, ...missing.map((id) => `5: clip ${id} is said to be posted, and the platform doesn't have it`)];
}

async function checkMedia(ask: Ask, folder: string): Promise<readonly string[]> {
  const breaches: string[] = [];
  for (const row of await ask(MEDIA)) {
    const found = await hashOf(join(folder, String(row['media'])));
    if (found === null) breaches.push(`5: the clip of take ${row['id']} is not at ${row['media']}`);
    else if (found.sha256 !== row['sha256'] || found.bytes !== row['bytes']) {
      breaches.push(`5: the clip of take ${row['id']} is ${found.sha256}, the log says ${row['sha256']}`);
    }
  }
  return breaches;
}

async function hashOf(path: string): Promise<{ readonly sha256: string; readonly bytes: string } | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch {
    return null; // the caller names the file that can't be read
  }
  return { sha256: hash.digest('hex'), bytes: String(bytes) };
}

/** Counts the whole log anew with the core's own rules. */
async function checkBallots(ask: Ask): Promise<readonly string[]> {
  const breaches: string[] = [];
  for (const row of await ask(VOTES)) {
    const events = (row['events'] as LoggedJson[]).map(
      (event): VoteEvent => ({ ...event, seq: BigInt(event.seq), at: new Date(event.at) }),
    );
    const wanted = [...standingBallots(events).values()].map(({ person, vote, at }) => sayBallot({ person, vote, at }));
    const kept = (row['ballots'] as BallotJson[]).map(({ person, vote, at }) =>
      sayBallot({ person, vote, at: new Date(at) }),
    );
    const [said, told] = [kept.sort().join(', '), wanted.sort().join(', ')];
    if (said !== told)
      breaches.push(`6: the ballots of take ${row['take']} are [${said}], the vote log says [${told}]`);
  }
  return breaches;
}

/** What `VOTES` puts into its JSON. */
type LoggedJson = Omit<VoteEvent, 'seq' | 'at'> & { readonly seq: string; readonly at: string };
interface BallotJson {
  readonly person: string;
  readonly vote: string;
  readonly at: string;
}

const sayBallot = ({ person, vote, at }: { person: string; vote: string; at: Date }) =>
  `${person} ${vote} ${at.toISOString()}`;

const count = (words: readonly string[]): ReadonlyMap<string, number> => {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
};
