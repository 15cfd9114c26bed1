import { rm } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { channelId, personId } from '../../../src/core/ids.ts';
import { describeWithChromium, openBrowser } from '../../support/chromium.ts';
import {
  type Demo,
  type DemoMedia,
  type DemoOptions,
  makeDemoMedia,
  startPlaygroundDemo,
} from '../../support/playground-demo.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Scripts for the page, which is not of this program's world: hence as text. */
const PLAYED = '(({ paused, currentTime }) => (paused ? -1 : currentTime))(document.querySelector("video"))';
const NAMELESS = `
  [...document.querySelectorAll('button, a, input, select, textarea, progress, [role=meter], [role=region], img, video')]
    .filter((element) => {
      const label = element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? element.textContent;
      const hasPicture = element.querySelector('img[alt]:not([alt=""])') !== null;
      return label.trim() === '' && !hasPicture && element.labels?.length !== 1;
    })
    .map((element) => element.outerHTML.slice(0, 120))`;

describeWithChromium('the playground’s page', () => {
  let browser: Browser;
  let media: DemoMedia;
  beforeAll(async () => {
    [browser, media] = await Promise.all([openBrowser(), makeDemoMedia()]);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(media?.folder, { recursive: true, force: true });
  });

  /** A page with a profile of its own, and what its console complained about: broken scripts, refused content. */
  const open = async (url: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(url);
    return { page, complaints };
  };
  const startDemo = async (options: DemoOptions = {}): Promise<Demo> => {
    const demo = await startPlaygroundDemo({ isFilled: false, step: async () => undefined, media, ...options });
    onTestFinished(() => demo.stop());
    return demo;
  };
  const composer = (page: Page) => page.getByRole('textbox', { name: 'Message' });
  const thread = (page: Page) => page.getByRole('region', { name: 'Thread' });
  const say = async (page: Page, text: string) => {
    await composer(page).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
  };

  it('goes from the first command to a vote without a reload', async () => {
    const demo = await startDemo();
    const { page, complaints } = await open(demo.url);

    await say(page, '/previz a lighthouse keeper climbs a spiral stair --seconds 6');
    const clip = thread(page)
      .getByRole('article')
      .filter({ has: page.locator('video') });
    await clip.getByRole('button', { name: 'Approve' }).click();

    const approve = clip.getByRole('button', { name: 'Approve', pressed: true });
    await approve.waitFor();
    expect(await approve.textContent()).toContain('1');
    await clip.getByRole('button', { name: 'Reject', pressed: false }).waitFor();
    await approve.click();
    await clip.getByRole('button', { name: 'Approve', pressed: false }).waitFor();
    expect(demo.acts.map(({ act }) => act.kind)).toEqual(['command', 'reaction', 'reaction']);
    expect(complaints).toEqual([]);
  });

  it('plays the clip in its place while other messages come', async () => {
    const demo = await startDemo();
    const { page } = await open(demo.url);
    await page.getByRole('button', { name: 'Try this example' }).click();
    const video = thread(page).locator('video');
    await video.waitFor();

    await page.evaluate('document.querySelector("video").muted = true, document.querySelector("video").play()');
    await say(page, 'look at this');
    await page.getByText('look at this').waitFor();

    const time = () => page.evaluate<number>(PLAYED);
    await expect.poll(time).toBeGreaterThan(0.2);
  });

  it('shows everybody’s words as words', async () => {
    const demo = await startDemo();
    const { page, complaints } = await open(demo.url);
    const written = '<img src=x onerror="document.title=1"> <script>document.title=2</script> & مرحبا 🎬';

    await say(page, written);
    await say(page, `/previz ${written}`);
    await thread(page).getByText(written).first().waitFor();

    expect(await page.getByText(written).count()).toBeGreaterThan(1);
    expect(await page.locator('main img[src="x"], aside img[src="x"]').count()).toBe(0);
    expect(await page.title()).toContain('Previz playground');
    expect(complaints).toEqual([]);
  });

  it('keeps the text and says so when it was not taken, and sends it once', async () => {
    const demo = await startDemo();
    const { page } = await open(demo.url);
    demo.refuse(true);

    await say(page, '/previz a fox in the snow');
    await page.getByRole('alert').getByText('Not taken, please send it again.').waitFor();

    expect(await composer(page).inputValue()).toBe('/previz a fox in the snow');
    demo.refuse(false);
    await composer(page).press('Enter');
    await expect.poll(() => composer(page).inputValue()).toBe('');
    expect(demo.acts.map(({ act }) => act)).toEqual([{ kind: 'command', text: 'a fox in the snow' }]);
  });

  it('shows the same after a reload in the middle', async () => {
    const gate = Promise.withResolvers<void>();
    let steps = 0;
    const demo = await startDemo({
      step: async () => {
        steps += 1;
        if (steps > 2) await gate.promise;
      },
    });
    const { page } = await open(demo.url);
    await say(page, '/previz a fox in the snow');
    await thread(page).getByRole('progressbar').waitFor();

    await page.reload();

    await thread(page).getByRole('progressbar').waitFor();
    gate.resolve();
    await thread(page).locator('video').waitFor();
    expect(await page.getByRole('article').count()).toBe(4);
  });

  it('says that the connection is lost, comes back by itself and misses nothing', async () => {
    const demo = await startDemo();
    const { page } = await open(demo.url);
    await say(page, 'before');
    await page.getByText('before').waitFor();

    await demo.pause();
    await page.getByText('Connection lost.').waitFor();
    await demo.store.messages.insert({
      ...{ channel: channelId('previz-lab'), thread: null, author: personId('jonas'), kind: 'text', audience: null },
      ...{ text: 'said meanwhile', card: null, clip: null, key: null, at: new Date() },
    });
    await demo.resume();

    await page.getByText('said meanwhile').waitFor();
    await page.getByText('Connection lost.').waitFor({ state: 'detached' });
  });

  it('shows private cards to their person only, on every page that is open', async () => {
    const demo = await startDemo();
    const [mine, theirs] = [await open(demo.url), await open(demo.url)];
    await theirs.page.getByRole('combobox', { name: 'Act as' }).selectOption('jonas');

    await say(mine.page, '/previz help');
    await mine.page.getByText('Only visible to you').waitFor();
    await say(mine.page, 'hello all');
    await theirs.page.getByText('hello all').waitFor();

    expect(await theirs.page.getByText('Only visible to you').count()).toBe(0);
    await mine.page.getByRole('combobox', { name: 'Act as' }).selectOption('dana');
    await mine.page.getByText('Only visible to you').waitFor({ state: 'detached' });
  });

  it('opens the form for the command alone, and sends what was filled in as the same text', async () => {
    const demo = await startDemo();
    const { page } = await open(demo.url);

    await say(page, '/previz');
    const form = page.getByRole('dialog', { name: 'New request' });
    await form.getByRole('textbox', { name: 'Scene' }).fill('a "fox" in the snow');
    await form.getByRole('spinbutton', { name: 'Seconds' }).fill('8');
    await form.getByRole('combobox', { name: 'Ratio' }).selectOption('2.39');
    await form.getByRole('button', { name: 'Ask for it' }).click();
    await form.waitFor({ state: 'detached' });

    expect(demo.acts.map(({ act }) => act)).toEqual([
      { kind: 'form', text: '"a \\"fox\\" in the snow" --seconds 8 --ratio 2.39', parentTake: null },
    ]);
  });

  it('is used with the keyboard alone', async () => {
    const demo = await startDemo();
    const { page } = await open(demo.url);
    await composer(page).waitFor();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };

    await composer(page).focus();
    await page.keyboard.type('/pre');
    await press('Tab');
    await page.keyboard.type('a fox --sec');
    await press('ArrowDown', 'Enter');
    await page.keyboard.type('6');
    await press('Enter');
    const approve = thread(page).getByRole('button', { name: 'Approve' });
    await approve.focus();
    await press('Space');
    await thread(page).getByRole('button', { name: 'Approve', pressed: true }).waitFor();
    await press('Escape');

    await thread(page).waitFor({ state: 'detached' });
    expect(demo.acts[0]?.act).toEqual({ kind: 'command', text: 'a fox --seconds 6' });
  });

  it('moves the focus into a thread, and back to where it was', async () => {
    const demo = await startDemo({ isFilled: true });
    const { page } = await open(demo.url);
    const replies = page.getByRole('button', { name: '7 replies' });
    const isFocused = (selector: string) =>
      expect.poll(() => page.evaluate<boolean>(`document.activeElement?.matches('${selector}') ?? false`)).toBe(true);

    await replies.focus();
    await page.keyboard.press('Enter');
    await isFocused('.thread');
    await page.keyboard.press('Escape');
    await isFocused('.replies');
    await page.getByRole('button', { name: 'New channel' }).click();
    await isFocused('dialog input');
    await page.keyboard.press('Escape');

    await isFocused('.new-channel');
  });

  it('shows the log as a table and filters it', async () => {
    const demo = await startDemo();
    const { page } = await open(demo.url);

    await page.getByRole('button', { name: 'Log' }).click();
    await page.getByRole('columnheader', { name: 'SHA-256' }).waitFor();
    const rows = await page.getByRole('row').count();
    await page.getByRole('searchbox', { name: 'Filter the log' }).fill('aiko');

    await expect.poll(() => page.getByRole('row').count()).toBeLessThan(rows);
    await page.getByRole('button', { name: 'Log' }).click();
    await page.getByRole('table').waitFor({ state: 'detached' });
  });

  it('makes a channel that every open page sees', async () => {
    const demo = await startDemo();
    const [mine, theirs] = [await open(demo.url), await open(demo.url)];

    await mine.page.getByRole('button', { name: 'New channel' }).click();
    await mine.page.getByRole('textbox', { name: 'Name' }).fill('Spot: Tea');
    await mine.page.getByRole('button', { name: 'Create' }).click();

    await theirs.page.getByRole('link', { name: 'spot-tea' }).click();
    await theirs.page.getByText('No shots in #spot-tea yet').waitFor();
  });

  it.each(['light', 'dark'] as const)('fits a phone, in %s', async (colorScheme) => {
    const demo = await startDemo({ isFilled: true });
    const { page, complaints } = await open(`${demo.url}#previz-lab`, { ...PHONE, colorScheme });
    const overflow = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');

    await page
      .getByRole('button', { name: /replies/ })
      .first()
      .click();
    await thread(page).locator('video').first().waitFor();
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Close thread' }).click();
    await page.getByRole('button', { name: 'Channels' }).click();
    await page.getByRole('link', { name: 'spot-coffee' }).click();
    await page.getByText('No shots in #spot-coffee yet').waitFor();

    expect(await page.getByRole('link', { name: 'previz-lab' }).count()).toBe(0);
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });

  it('gives every control a name', async () => {
    const demo = await startDemo({ isFilled: true });
    const { page } = await open(`${demo.url}#previz-lab/thread/4`);
    await thread(page).locator('video').first().waitFor();

    const nameless = await page.evaluate<string[]>(NAMELESS);

    expect(nameless).toEqual([]);
  });
});
