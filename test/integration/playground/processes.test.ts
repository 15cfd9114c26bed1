import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeLive } from '../../../src/adapters/playground/live.ts';
import { PLAYGROUND_WORKSPACE } from '../../../src/adapters/playground/people.ts';
import { makePlaygroundSurface } from '../../../src/adapters/playground/surface.ts';
import { channelId, outboxId, personId, type ThreadRef } from '../../../src/core/ids.ts';
import { makeCard } from '../../contract/chat-surface.ts';
import { withDatabase } from '../../support/database.ts';
import { openPlaygroundDatabase } from '../../support/playground-database.ts';

const database = withDatabase();

/** A process that shows the page, and another that works on takes: they share the database and nothing else. */
async function startTwo(name: string) {
  const [web, worker] = [openPlaygroundDatabase(database.url), openPlaygroundDatabase(database.url)];
  const id = channelId(name);
  await worker.store.channels.create({ id, name, createdAt: new Date() });
  const live = makeLive({ messages: web.store.messages, listen: web.listen, report: () => undefined });
  await live.start();
  onTestFinished(async () => {
    await live.stop();
    await Promise.all([web.stop(), worker.stop()]);
  });
  const place: ThreadRef = { platform: 'playground', workspace: PLAYGROUND_WORKSPACE, channel: id, thread: null };
  const surface = makePlaygroundSurface({ store: worker.store, clock: { now: () => new Date() } });
  return { live, surface, place };
}

/** Texts of the messages that the stream tells, as they come. */
function follow(stream: ReadableStream<Uint8Array>): readonly string[] {
  const texts: string[] = [];
  const read = async () => {
    for await (const chunk of stream) {
      const text = /"text":"([^"]*)"/.exec(new TextDecoder().decode(chunk))?.[1];
      if (text !== undefined) texts.push(text);
    }
  };
  read().catch(() => undefined); // the stream ends with the test
  return texts;
}

describe('a page that is shown by one process while another works', () => {
  it('hears what the other posts and edits', async () => {
    const { live, surface, place } = await startTwo('two-processes');
    const texts = follow(live.open(personId('mira'), null));

    const card = await surface.post(place, makeCard('queued'), outboxId('two 1'));
    await expect.poll(() => texts).toContain('queued');
    await surface.edit(place, card, makeCard('ready'));

    await expect.poll(() => texts).toContain('ready');
  });

  it('is told what it missed when its connection to the database was cut', async () => {
    const { live, surface, place } = await startTwo('cut');
    const texts = follow(live.open(personId('mira'), null));
    await surface.post(place, makeCard('before the cut'), outboxId('cut 1'));
    await expect.poll(() => texts).toContain('before the cut');

    await cutListeners();
    await surface.post(place, makeCard('after the cut'), outboxId('cut 2'));

    await expect.poll(() => texts, { timeout: 5_000 }).toContain('after the cut');
  });
});

async function cutListeners(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %' and datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.end();
}
