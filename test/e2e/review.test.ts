import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApp, startApp } from '../../src/app/commands/start.ts';
import { readConfig } from '../../src/app/config.ts';
import type { LogLine } from '../../src/core/ports/log-store.ts';
import { describeWithChromium, openBrowser } from '../support/chromium.ts';
import { withDatabase } from '../support/database.ts';
import { checkInvariants } from '../support/invariants.ts';
import { until } from '../support/until.ts';

const TINY = '--seconds 1 --size 320x180';

describeWithChromium('what a team does with a take, on the page', () => {
  const database = withDatabase();
  let app: RunningApp;
  let browser: Browser;
  let page: Page;
  let dataDir: string;
  let aheadMs = 0;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'previz-review-'));
    app = await startApp({
      config: readConfig({ DATABASE_URL: database.url, PREVIZ_DATA: dataDir, PORT: '0', LOG_LEVEL: 'warn' }),
      only: ['web', 'worker'],
      terminal: { out: () => {}, err: () => {} },
      parts: { clock: { now: () => new Date(Date.now() + aheadMs) } },
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

  it('is split when both quorums are met, and says by whom', async () => {
    await say(`/previz a dog at a door ${TINY}`);
    await clip().waitFor();
    await actAs('Jonas Lindqvist');
    await clip().getByRole('button', { name: 'Approve' }).click();
    await until('an approval', async () => (await take(1))?.decision.state === 'approved');
    await actAs('Aiko Tanaka');
    await clip().getByRole('button', { name: 'Reject' }).click();

    await until('a split', async () => (await take(1))?.decision.state === 'split');
    await thread()
      .getByText(/Split · ✅ by .*Jonas.* · ❌ by .*Aiko/)
      .waitFor();
    await clip().getByRole('button', { name: 'Reject' }).click();
    await until('one voice again', async () => (await take(1))?.decision.state === 'approved');
  }, 90_000);

  it('is final after ten minutes, keeps what it is used for, and is open again after Reopen', async () => {
    await actAs('Mira Okafor');
    aheadMs += 11 * 60_000;
    await until('a final decision', async () => (await take(1))?.decision.final_at !== null);

    await thread().getByRole('button', { name: 'Boarded' }).click();
    await until('a disposition', async () => (await take(1))?.disposition === 'boarded');
    await thread().getByRole('button', { name: 'Reopen' }).first().click();

    await until('a decision that is not final', async () => (await take(1))?.decision.final_at === null);
  }, 90_000);

  it('is remixed from a form that its slots fill in', async () => {
    await thread().getByRole('button', { name: 'Remix' }).first().click();
    const form = page.getByRole('dialog');
    await form.waitFor();
    expect(await form.locator('textarea[name="scene"]').inputValue()).toBe('a dog at a door');
    await form.locator('textarea[name="scene"]').fill('a dog at an open door');
    await form.locator('button[type="submit"]').click();

    const second = await until('a second take', async () => {
      const found = await take(2);
      return found?.status === 'delivered' ? found : undefined;
    });
    expect(second).toMatchObject({ shot: 'PV-0001', brief: 'a dog at an open door' });
    expect(second.parent_take_id).toBe((await take(1))?.take_id);
  }, 90_000);

  it('is canceled while it runs, and gives back what it held', async () => {
    await say('/previz a very long walk along a wall --seconds 60');
    await thread().getByRole('button', { name: 'Cancel' }).click();

    const line = await until('a canceled take', async () =>
      (await lines()).find(({ brief, status }) => brief.startsWith('a very long walk') && status === 'canceled'),
    );
    expect(line.sha256).toBeNull();
    await thread()
      .getByText(/Canceled/)
      .first()
      .waitFor();
  }, 90_000);

  it('leaves the books and the votes in order', async () => {
    expect(await checkInvariants(database.url)).toEqual([]);
  });

  const thread = () => page.locator('.thread');
  const clip = () =>
    thread()
      .getByRole('article')
      .filter({ has: page.locator('video') })
      .first();

  async function actAs(name: string): Promise<void> {
    const select = page.getByRole('combobox', { name: 'Act as' });
    await select.selectOption(await select.locator('option').filter({ hasText: name }).getAttribute('value'));
  }

  async function say(text: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.getByRole('button', { name: 'Send' }).first().click();
  }

  const take = async (number: number): Promise<LogLine | undefined> =>
    (await lines()).find((line) => line.shot === 'PV-0001' && line.take === number);

  async function lines(): Promise<readonly LogLine[]> {
    const found: LogLine[] = [];
    const query = { workspace: null, channel: null, words: [], since: null, limit: null };
    for await (const line of app.composed.studio.log.read(query)) found.push(line);
    return found;
  }
});
