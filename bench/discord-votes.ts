import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withConnection } from '../src/adapters/db/connect.ts';
import { startEmbeddedPostgres } from '../src/adapters/db/embedded/start-embedded-postgres.ts';
import { migrate } from '../src/adapters/db/migrate.ts';
import { makeEyes, startDiscordApp } from '../test/support/discord-app.ts';
import type { Message, User } from '../test/support/discord-server/world.ts';
import { printFigures } from './report.ts';

/**
 * Reactions of thirty people on twenty clips, with duplicates, a resume and an invalid session in the middle; then the
 * ballots beside those of an oracle that knows what everybody meant.
 */
const [EVENTS, CLIPS, PEOPLE] = [Number(process.argv[2] ?? 10_000), 20, 30];
const EMOJI = { '✅': 'approve', '👍🏽': 'approve', '❌': 'reject', '👎': 'reject' } as const;
const NAMES = Object.keys(EMOJI) as (keyof typeof EMOJI)[];

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-votes-'));
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const database = await startEmbeddedPostgres({ dataDir: join(dataDir, 'pg'), log: quiet });
await migrate(database.url);
const chat = await startDiscordApp(database.url);
try {
  const { server, guild, mira } = chat;
  const eyes = makeEyes(chat);
  const channel = server.addChannel(guild);
  const people = Array.from({ length: PEOPLE }, (_, at) => server.addPerson(guild, `Voter ${at}`));
  const clips: Message[] = [];
  for (let at = 0; at < CLIPS; at += 1) {
    const options = [
      { name: 'scene', type: 3, value: `scene number ${at}` },
      { name: 'model', type: 3, value: 'quick' },
    ];
    server.slash(mira.id, channel.id, 'previz', options);
    clips.push(await eyes.clip((await eyes.thread(channel.id, `scene number ${at}`)).id));
  }

  // What stands, in the order in which it was put there: the oracle's memory.
  const standing = new Map<string, string[]>();
  let seed = 7;
  const draw = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  const begun = performance.now();
  let sent = 0;
  const toggle = (person: User, clip: Message, emoji: string, how: 'once' | 'twice' | 'never') => {
    const key = `${person.id} ${clip.id}`;
    const own = standing.get(key) ?? [];
    standing.set(key, own.includes(emoji) ? own.filter((one) => one !== emoji) : [...own, emoji]);
    if (own.includes(emoji)) server.unreact(person.id, clip, { emoji, how });
    else server.react(person.id, clip, { emoji, how });
    sent += 1;
  };
  /** Nobody can tell in which order unheard reactions came, so whoever changes their mind unheard leaves one. */
  const settleUnheard = (how: 'once' | 'never') => {
    for (let at = 0; at < PEOPLE * 2; at += 1) {
      const [person, clip] = [people[draw(PEOPLE)], clips[draw(CLIPS)]];
      if (person === undefined || clip === undefined) continue;
      for (const emoji of [...(standing.get(`${person.id} ${clip.id}`) ?? [])]) toggle(person, clip, emoji, how);
      if (draw(3) > 0) toggle(person, clip, NAMES[draw(NAMES.length)] ?? '✅', how);
    }
  };
  const cutAt = Math.floor(EVENTS * 0.3);
  const forgetAt = Math.floor(EVENTS * 0.6);
  let isCut = false;
  let isForgotten = false;
  while (sent < EVENTS) {
    if (!isCut && sent > cutAt) {
      isCut = true;
      server.gateway.cut();
    }
    if (!isForgotten && sent > forgetAt) {
      isForgotten = true;
      while (server.gateway.connected() === 0) await pause(20);
      settleUnheard('never');
      server.gateway.forget();
      settleUnheard('once');
      while (server.gateway.connected() === 0) await pause(20);
    }
    const [person, clip, emoji] = [people[draw(PEOPLE)], clips[draw(CLIPS)], NAMES[draw(NAMES.length)]];
    if (person === undefined || clip === undefined || emoji === undefined) continue;
    toggle(person, clip, emoji, draw(10) === 0 ? 'twice' : 'once');
    if (sent % 100 === 0) await pause(20);
  }
  const sentSeconds = (performance.now() - begun) / 1_000;

  const ask = <Row>(sql: string) =>
    withConnection(database.url, async (client) => (await client.query(sql)).rows as Row[]);
  for (;;) {
    const [row] = await ask<{ n: string }>('select count(*) as n from act where done_at is null');
    if (row?.n === '0') break;
    await pause(500);
  }
  // The last reading follows a second after the last act.
  await pause(5_000);
  const took = (performance.now() - begun) / 1_000;
  const wanted = new Map<string, string>();
  for (const [key, own] of standing) {
    const last = own.at(-1) as keyof typeof EMOJI | undefined;
    if (last !== undefined) wanted.set(key, EMOJI[last]);
  }
  const ballots = await ask<{ person: string; message: string; vote: string }>(`
    select b.person_id as person, o.message_id as message, b.vote from ballot b
    join outbox o on o.take_id = b.take_id and o.kind = 'clip'`);
  const found = new Map(ballots.map(({ person, message, vote }) => [`${person} ${message}`, vote]));
  const wrong = [...new Set([...wanted.keys(), ...found.keys()])].filter((key) => wanted.get(key) !== found.get(key));
  const [log] = await ask<{ n: string }>('select count(*) as n from vote_event');
  const { resumed, identified } = server.gateway;
  printFigures(`Discord: ${sent} reactions, ${resumed} resume, ${identified.length - 1} new session`, [
    {
      what: 'ballots unlike the oracle’s',
      measured: `${wrong.length} of ${wanted.size}`,
      target: '0',
      met: wrong.length === 0,
    },
    { what: 'sent within', measured: `${sentSeconds.toFixed(1)} s`, target: '', met: true },
    { what: 'all worked on after', measured: `${took.toFixed(1)} s`, target: '', met: true },
    { what: 'lines in the vote log', measured: log?.n ?? '?', target: '', met: resumed > 0 && identified.length > 1 },
  ]);
} finally {
  await chat.stop();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
