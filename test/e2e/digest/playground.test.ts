import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApp, startApp } from '../../../src/app/commands/start.ts';
import { readConfig } from '../../../src/app/config.ts';
import { runPreviz } from '../../support/app-process.ts';
import { describeWithChromium, openBrowser } from '../../support/chromium.ts';
import { withDatabase } from '../../support/database.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { makePlaygroundClient } from '../../support/playground-client.ts';
import { until } from '../../support/until.ts';

/** Its middle is between the upper and the lower edge of the list that it is in. */
const IS_FOUND_IN_VIEW = `(() => {
  const found = document.querySelector('.thread article.is-found');
  const list = found?.closest('.scroller');
  if (!found || !list) return false;
  const [of, within] = [found.getBoundingClientRect(), list.getBoundingClientRect()];
  const middle = (of.top + of.bottom) / 2;
  return of.height > 0 && middle > within.top && middle < within.bottom;
})()`;

describeWithChromium('a generated month in the playground', () => {
  const database = withDatabase();
  let app: RunningApp;
  let browser: Browser;
  let page: Page;
  let dataDir: string;
  const previz = (...args: string[]) => runPreviz({ PREVIZ_DATA: dataDir, DATABASE_URL: database.url }, args);

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'previz-e2e-digest-'));
    const config = readConfig({ DATABASE_URL: database.url, PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: 'warn' });
    app = await startApp({ config, only: ['web', 'worker'], terminal: { out: () => {}, err: () => {} } });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    page.setDefaultTimeout(60_000);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 30_000);

  it('shows budgets, the log and one digest at once', { timeout: 120_000 }, async () => {
    const ran = await previz('demo', '--days', '20');
    expect(ran.err).not.toMatch(/broke/);
    expect(ran.out).toMatch(/#demo-month has \d+ shots with \d+ takes now/);

    const client = makePlaygroundClient(app.url ?? '', 'demo-month');
    const digests = async () => (await client.roots('mira')).filter(({ text }) => /^Week \d+ ·/.test(text));
    await until('the digest', async () => (await digests()).length > 0);
    const [digest] = await digests();
    expect(digest?.text).toMatch(/\$[\d.,]+ spent/);
    expect(digest?.text).toMatch(/Approved: PV-\d+ take \d/);
    const breaches = await checkInvariants(database.url, { mediaFolder: join(dataDir, 'media') });
    expect(breaches).toEqual([]);
    expect(await digests()).toHaveLength(1);
  });

  it('is not played into a channel that is used', { timeout: 60_000 }, async () => {
    expect(await previz('demo')).toMatchObject({ code: 2, err: expect.stringContaining('has takes already') });
  });

  it('writes message, picture and CSV to files, and posts nothing twice', { timeout: 60_000 }, async () => {
    const folder = join(dataDir, 'out');

    const ran = await previz('digest', '--channel', 'demo-month', '--dry-run', '-o', folder);

    const [message, picture, csv, all, allPicture] = ran.out.trim().split('\n');
    expect(await readFile(message ?? '', 'utf8')).toContain('#demo-month · Week');
    expect((await loadImage(picture ?? '')).width).toBe(900);
    expect(await readFile(csv ?? '', 'utf8')).toMatch(
      /^section,name,takes,seconds,micros\r\nweek,\d{4}-W\d\d,\d+,,\d+\r\n/,
    );
    expect(await readFile(all ?? '', 'utf8')).toMatch(/^All channels · Week \d+[\s\S]* spent in 1 channel\./);
    expect((await loadImage(allPicture ?? '')).width).toBe(900);
    const again = await previz('digest', '--channel', 'demo-month');
    expect(again.out).toContain('It is posted once');
  });

  it.each([
    [['digest', '--channel', 'nowhere'], 'Nothing was ever made in a channel nowhere'],
    [['digest', '--channel', 'demo-month', '--week', '2099-W01'], 'has not begun yet'],
    [['digest', '--channel', 'demo-month', '--week', 'soon'], 'There is no week soon'],
  ])('previz %j says what is wrong', { timeout: 60_000 }, async (args, problem) => {
    expect(await previz(...args)).toMatchObject({ code: 2, err: expect.stringContaining(problem) });
  });

  it('answers /previz digest now with the running week, marked as such', { timeout: 60_000 }, async () => {
    const client = makePlaygroundClient(app.url ?? '', 'demo-month');

    await client.say('jonas', '/previz digest now');

    const seen = await until('an answer', async () =>
      (await client.roots('jonas')).find(({ text }) => /Week \d+ · .* · so far/.test(text)),
    );
    expect(seen.text).toMatch(/so far/);
  });

  it('has its picture and leads to its clips on a phone', { timeout: 60_000 }, async () => {
    await page.goto(new URL('#demo-month', app.url ?? '').href);
    const card = page.getByRole('article').filter({ hasText: 'What the decisions of the week cost' }).first();
    await card.waitFor();
    const image = card.locator('a.still.is-wide img');
    await image.scrollIntoViewIfNeeded();
    await until('the picture', async () =>
      page.evaluate('document.querySelector(".still.is-wide img")?.naturalWidth === 900'),
    );
    expect(await image.getAttribute('alt')).toMatch(/^Spent by day: \$/);
    // The first that has clips after it in its thread: one that stands at the end would be seen anyway.
    const names = card.getByRole('button', { name: /PV-\d+ take/ });
    const shown: string[] = [];
    for (const name of await names.all()) {
      const [words, thread] = [await name.textContent(), await name.getAttribute('data-opens')];
      await name.click();
      const pane = page.getByRole('region', { name: 'Thread' });
      const found = pane.locator('article.is-found');
      await found.waitFor();
      expect(await found.textContent()).toContain(words?.replace(/^PV-\d+ /, ''));
      await until(`${words} in view`, async () => page.evaluate(IS_FOUND_IN_VIEW));
      expect(thread).not.toBe('');
      shown.push(words ?? '');
      await pane.getByRole('button', { name: 'Close thread' }).click();
    }
    expect(shown.length).toBeGreaterThan(1);
  });
});
