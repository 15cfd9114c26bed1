import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApp, startApp } from '../../src/app/commands/start.ts';
import { readConfig } from '../../src/app/config.ts';
import type { LogLine } from '../../src/core/ports/log-store.ts';
import { describeWithChromium, openBrowser } from '../support/chromium.ts';
import { withDatabase } from '../support/database.ts';
import { checkInvariants } from '../support/invariants.ts';
import { until } from '../support/until.ts';

const SCENE = 'a lighthouse keeper climbs a spiral stair, lantern in hand';
const WINDOW_MS = 10 * 60_000;

describeWithChromium('the story of the playground', () => {
  const database = withDatabase();
  let app: RunningApp;
  let browser: Browser;
  let page: Page;
  let dataDir: string;
  let aheadMs = 0;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'previz-e2e-'));
    const config = readConfig({ DATABASE_URL: database.url, PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: 'warn' });
    const clock = { now: () => new Date(Date.now() + aheadMs) };
    app = await startApp({
      config,
      only: ['web', 'worker'],
      terminal: { out: () => {}, err: () => {} },
      parts: { clock },
    });
    browser = await openBrowser();
    page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(app.url ?? '');
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 30_000);

  it('asks, watches the clip appear, and approves it as a colleague with one click', async () => {
    await actAs(page, 'Mira Okafor');
    await say(page, `/previz ${SCENE} --seconds 6`);
    await page.getByRole('article').filter({ hasText: SCENE }).first().waitFor();
    await page.reload();
    await openThread(page, SCENE);
    const clip = clipIn(page);
    await clip.getByRole('button', { name: 'Approve' }).waitFor({ timeout: 60_000 });
    expect(await playableSeconds(clip)).toBeCloseTo(6, 1);

    await actAs(page, 'Jonas Lindqvist');
    await clip.getByRole('button', { name: 'Approve' }).click();

    await cardIn(page)
      .getByText(/Approved by/)
      .waitFor();
    const line = await logLine();
    expect(line).toMatchObject({
      brief: SCENE,
      status: 'delivered',
      cost_micros: '0',
      decision: { state: 'approved', final_at: null },
    });
    expect(line.votes).toMatchObject([{ person: 'jonas', vote: 'approve', counted: true }]);
  }, 90_000);

  it('shows the take, its cost and the vote in the log', async () => {
    const log = page.getByRole('button', { name: 'Log', exact: true });
    await log.click();
    const row = page.getByRole('row').filter({ hasText: 'PV-0001' });
    await row.waitFor();
    expect(await row.textContent()).toMatch(/Jonas/);
    expect(await row.textContent()).toMatch(/\$0\.00/);
    await log.click();
  });

  it('is the same after a reload, and takes the approval back', async () => {
    await page.reload();
    await openThread(page, SCENE);
    const approve = clipIn(page).getByRole('button', { name: 'Approve' });
    await approve.waitFor();
    await actAs(page, 'Jonas Lindqvist');
    expect(await approve.getAttribute('aria-pressed')).toBe('true');

    await approve.click();

    await until('an open decision', async () => (await logLine()).decision.state === 'open');
    expect((await logLine()).votes).toEqual([]);
  });

  it('counts a reject, and not the vote of a guest', async () => {
    await actAs(page, 'Dana Whitfield');
    await clipIn(page).getByRole('button', { name: 'Approve' }).click();
    await actAs(page, 'Aiko Tanaka');
    await clipIn(page).getByRole('button', { name: 'Reject' }).click();

    await until('a rejected take', async () => (await logLine()).decision.state === 'rejected');
    const counted = (await logLine()).votes.map(({ person, counted }) => [person, counted]);
    expect(counted.sort()).toEqual([
      ['aiko', true],
      ['dana', false],
    ]);
    await clipIn(page).getByRole('button', { name: 'Reject' }).click();
    await until('an open decision', async () => (await logLine()).decision.state === 'open');
  });

  it('waits for a quorum of two, and is final after ten minutes', async () => {
    await actAs(page, 'Mira Okafor');
    await say(page, '/previz policy approve-quorum 2');
    await page
      .getByText(/Approve: 2 of|Saved/)
      .first()
      .waitFor();
    await actAs(page, 'Jonas Lindqvist');
    await clipIn(page).getByRole('button', { name: 'Approve' }).click();
    await until('one counted vote', async () => (await logLine()).votes.some(({ person }) => person === 'jonas'));
    expect((await logLine()).decision.state).toBe('open');

    await actAs(page, 'Rafael Souza');
    await clipIn(page).getByRole('button', { name: 'Approve' }).click();
    await until('an approved take', async () => (await logLine()).decision.state === 'approved');
    expect((await logLine()).decision.final_at).toBeNull();
    aheadMs += WINDOW_MS + 1_000;

    await until('a final decision', async () => (await logLine()).decision.final_at !== null);
    await page
      .getByText(/It is the pick/)
      .first()
      .waitFor();
  }, 60_000);

  it('shows a scene of markup as text, and says what an unknown option is near to', async () => {
    await actAs(page, 'Mira Okafor');
    await say(page, '/previz <script>document.title="owned"</script> a <b>bold</b> move --seconds 1 --size 320x180');
    await page.getByRole('article').filter({ hasText: '<b>bold</b>' }).first().waitFor();
    expect(await page.title()).not.toBe('owned');

    await say(page, '/previz a dog --secnds 4');

    await page
      .getByText(/nearest is --seconds/)
      .first()
      .waitFor();
  });

  it('keeps the invariants', async () => {
    await until('every take ended', async () => (await lines()).every(({ status }) => status === 'delivered'));
    expect(
      await until('settled messages', async () => {
        const breaches = await checkInvariants(database.url, { settled: true, mediaFolder: join(dataDir, 'media') });
        return breaches.length === 0 ? ['none'] : false;
      }),
    ).toEqual(['none']);
  });

  async function lines(): Promise<readonly LogLine[]> {
    const found: LogLine[] = [];
    for await (const line of app.composed.studio.log.read({
      workspace: null,
      channel: null,
      words: [],
      since: null,
      limit: null,
    }))
      found.push(line);
    return found;
  }

  async function logLine(): Promise<LogLine> {
    const found = (await lines()).find(({ shot }) => shot === 'PV-0001');
    if (found === undefined) throw new Error('no line of PV-0001 in the log');
    return found;
  }
});

const actAs = async (page: Page, name: string) => {
  const select = page.getByRole('combobox', { name: 'Act as' });
  const value = await select.locator('option').filter({ hasText: name }).getAttribute('value');
  await select.selectOption(value);
};

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).first().click();
}

async function openThread(page: Page, scene: string): Promise<void> {
  const root = page.getByRole('article').filter({ hasText: scene }).first();
  await root.waitFor();
  await root
    .getByRole('button', { name: /repl|thread/i })
    .first()
    .click();
}

const thread = (page: Page): Locator => page.getByRole('region', { name: 'Thread' });
const clipIn = (page: Page): Locator =>
  thread(page)
    .getByRole('article')
    .filter({ has: page.locator('video') })
    .first();
const cardIn = (page: Page): Locator =>
  thread(page).getByRole('article').filter({ hasText: 'Asked by' }).filter({ hasText: 'take 1' }).first();

/** What the browser's own player says of the clip. */
const playableSeconds = (clip: Locator): Promise<number> =>
  clip.locator('video').evaluate(async (video) => {
    const player = video as unknown as {
      duration: number;
      load(): void;
      addEventListener(name: string, done: () => void, options: object): void;
    }; // the page's element, without the DOM's typings
    if (Number.isNaN(player.duration)) {
      await new Promise<void>((done) => {
        player.addEventListener('loadedmetadata', () => done(), { once: true });
        player.load();
      });
    }
    return player.duration;
  });
