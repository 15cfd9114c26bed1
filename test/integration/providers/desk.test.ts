import { fileURLToPath } from 'node:url';
import { createCanvas } from '@napi-rs/canvas';
import { afterEach, describe, expect, it } from 'vitest';
import { makeReferenceShelf } from '../../../src/adapters/media/reference-shelf.ts';
import { loadModels } from '../../../src/adapters/models/load-models.ts';
import { makeOpenaiModerator } from '../../../src/adapters/moderation/openai-moderator.ts';
import { makeRunway } from '../../../src/adapters/providers/runway/provider.ts';
import { loadTemplates } from '../../../src/adapters/templates/load-templates.ts';
import type { LogLine } from '../../../src/core/ports/log-store.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { openDesk } from '../../support/provider-desk.ts';
import { type ProviderRig, withProviderRig } from '../../support/provider-rig.ts';
import { type ImagesServer, startImagesServer } from '../../support/provider-servers/images-server.ts';
import { type Loopback, startLoopback } from '../../support/provider-servers/loopback.ts';
import { type RunwayServer, startRunwayServer } from '../../support/provider-servers/runway-server.ts';
import { tinyClip } from '../../support/tiny-clip.ts';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const models = await loadModels({ builtInFile: root('models/catalog.json'), teamFile: null });
const templates = await loadTemplates({ builtInFolder: root('templates'), teamFolder: null });
const MIRA = { name: 'mira' };
const OWNER = { name: 'olga', isAdmin: true };

describe('from the words to the money', () => {
  const rig = withProviderRig();
  let servers: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()));
    servers = [];
  });

  async function start(): Promise<{
    readonly studio: ProviderRig;
    readonly desk: ReturnType<typeof openDesk>;
    readonly runway: RunwayServer;
    readonly openai: ImagesServer;
    readonly pictures: Loopback;
  }> {
    const runway = await startRunwayServer({ clip: tinyClip });
    const openai = await startImagesServer();
    const pictures = await startLoopback((exchange) => {
      if (exchange.path === '/redirect') exchange.response.writeHead(302, { Location: 'http://10.0.0.1/a.png' }).end();
      else if (exchange.path === '/page') exchange.response.end('<html></html>');
      else exchange.response.end(createCanvas(64, 36).toBuffer('image/png'));
    });
    servers = [runway, openai, pictures];
    const report = { warn: () => {} };
    const provider = makeRunway({ apiKey: 'key_test', baseUrl: runway.baseUrl, models, report, timeoutMs: 400 });
    const made = await rig({ providers: new Map([['runway', provider]]), models: [...models.values()] });
    const studio: Studio = {
      ...made.studio,
      catalog: { models, templates },
      moderator: makeOpenaiModerator({ apiKey: 'sk-test', baseUrl: openai.baseUrl, report }),
      references: makeReferenceShelf({ media: made.studio.media, own: pictures.url }),
      house: { ...made.studio.house, finalModel: 'gen4.5' },
    };
    const whole = { ...made, studio };
    return { studio: whole, desk: openDesk(whole), runway, openai, pictures };
  }

  const posts = (runway: RunwayServer) => runway.heard.filter(({ method }) => method === 'POST').length;

  it('runs a small paid request at once, and asks before a dear one', async () => {
    const { desk, runway, studio } = await start();

    const small = await desk.say(MIRA, 'a lighthouse at dusk --model gen4.5 --seconds 4');
    expect(small.card).toBeNull();
    expect(small.takes).toHaveLength(1);

    const dear = await desk.say(MIRA, 'a lighthouse at dawn --model gen4.5 --seconds 10');
    expect(dear.takes).toEqual([]);
    expect(dear.card?.text).toContain('$1.20');
    expect(runway.heard).toEqual([]);

    await desk.press(MIRA, dear.card, 'run');
    const again = await desk.press(MIRA, dear.card, 'run');
    expect(again.takes).toEqual([]);
    const [take] = small.takes;
    if (take === undefined) throw new Error('no take');
    await studio.runUntil(take.id, ['delivered']);
    expect(posts(runway)).toBeLessThanOrEqual(2);
  });

  it('reserves three takes of a shot all or none, and shows them in one thread', async () => {
    const { desk, studio } = await start();

    const three = await desk.say(MIRA, 'a fox in snow --model gen4.5 --seconds 2 --takes 3');

    expect(three.card).toBeNull();
    expect(three.takes.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(new Set(three.takes.map(({ shotId }) => shotId)).size).toBe(1);
    const more = await desk.say(MIRA, 'a hare in snow --model gen4.5 --seconds 2');
    expect(more.card?.text).toContain('at once');
    expect(more.takes).toEqual([]);
    for (const take of three.takes) await studio.runUntil(take.id, ['delivered']);
  });

  it('makes one take of each model that is named', async () => {
    const { desk } = await start();

    const both = await desk.say(MIRA, 'a fox in snow --model gen4.5,veo3.1-fast --seconds 4');
    const ran = both.card === null ? both : await desk.press(MIRA, both.card, 'run');

    expect(both.card?.text ?? '').toContain('$1.08');
    expect(ran.card).toBeNull();
  });

  it('refuses a retired model with its successor, and one that is not set up, before anything is sent', async () => {
    const { desk, runway } = await start();

    const retired = await desk.say(MIRA, 'a fox --model sora-2');
    const missing = await desk.say(MIRA, 'a fox --model storyboard');

    expect(retired.card?.text).toContain('veo3.1-fast');
    expect(missing.card?.text).toContain('not set up here');
    expect([...retired.takes, ...missing.takes]).toEqual([]);
    expect(runway.heard).toEqual([]);
  });

  it('stops what moderation stops, before money, until an owner lets it through by name', async () => {
    const { desk, openai, runway, studio } = await start();
    openai.flag('velvet room', ['sexual']);

    const stopped = await desk.say(MIRA, 'a couple in the velvet room --model gen4.5 --seconds 2');

    expect(stopped.takes).toEqual([]);
    expect(stopped.card?.text).toContain('sexual content');
    expect(runway.heard).toEqual([]);
    expect(await logOf(studio)).toMatchObject([
      { status: 'refused', failure: 'moderation: sexual', let_through_by: null },
    ]);
    const target = stopped.card?.buttons[0]?.target ?? '';
    await desk.press(MIRA, stopped.card, 'ask');
    const self = await desk.pressOn(MIRA, 'grant', target);
    expect(self.card?.text).toContain('Only a budget owner');
    await desk.pressOn(OWNER, 'grant', target);
    const [request] = await requestsOf(studio, target);
    expect(request).toMatchObject({ state: 'running', decided_by: 'olga', kind: 'moderation' });
    expect(studio.warnings.some(({ message }) => message.includes('let a request through'))).toBe(true);
    expect(await logOf(studio)).toMatchObject([{ let_through_by: 'olga', failure: null }]);
  });

  it('warns of violence and goes on', async () => {
    const { desk } = await start();

    const answer = await desk.say(MIRA, 'blood on the snow --model gen4.5 --seconds 2');

    expect(answer.takes).toHaveLength(1);
    expect(answer.takes[0]?.notes.join(' ')).toContain('violence');
  });

  it('falls back on the word policy where moderation can’t be had', async () => {
    const { desk, openai } = await start();
    openai.breakModeration();

    const stopped = await desk.say(MIRA, 'a nude on a sofa --model gen4.5 --seconds 2');
    const warned = await desk.say(MIRA, 'a shooting --model gen4.5 --seconds 2');

    expect(stopped.takes).toEqual([]);
    expect(stopped.card?.text).toContain('sexual content');
    expect(warned.takes).toHaveLength(1);
  });

  it('stops by what was flagged, and by the words, where the pictures can’t be judged', async () => {
    const { desk, openai, pictures, runway } = await start();
    openai.flag('velvet room', ['sexual']);
    openai.breakModeration('pictures');
    const ask = (scene: string) =>
      desk.say(MIRA, `${scene} --model gen4-turbo --seconds 5 --ref first:${pictures.url}/a.png`);

    const stopped = [await ask('a couple in the velvet room'), await ask('a nude on a sofa')];

    expect(stopped.flatMap(({ takes }) => takes)).toEqual([]);
    for (const { card } of stopped) expect(card?.text).toContain('sexual content');
    expect(runway.heard).toEqual([]);
  });

  it('keeps a picture that was linked to, and sends its bytes to the model', async () => {
    const { desk, pictures, runway, studio } = await start();

    const answer = await desk.say(
      MIRA,
      `the wind comes up --model gen4-turbo --seconds 5 --ref first:${pictures.url}/a.png`,
    );

    const [take] = answer.takes;
    if (take === undefined) throw new Error(`no take: ${answer.card?.text}`);
    expect(take.params.references?.[0]).toMatchObject({ role: 'first', mime: 'image/png' });
    await studio.runUntil(take.id, ['delivered', 'failed']);
    const sent = runway.accepted.find(({ body }) => body['model'] === 'gen4_turbo');
    expect(sent?.path).toBe('/v1/image_to_video');
    expect(JSON.stringify(sent?.body['promptImage'])).toContain('data:image/png;base64,');
  });

  it('refuses what a model would not read to its end before anything is held', async () => {
    const { desk, runway, studio } = await start();

    const long = await desk.say(MIRA, `a fox ${'and a hare '.repeat(100)} --model gen4.5 --seconds 2`);
    const near = await desk.say(MIRA, `${'a fox and a hare '.repeat(58)} --model gen4.5 --seconds 2`);

    expect(long.takes).toEqual([]);
    expect(long.card?.text).toContain('reads 1000 characters at most');
    expect(runway.heard).toEqual([]);
    const [take] = near.takes;
    if (take === undefined) throw new Error('no take');
    expect(take.prompt.length).toBeLessThanOrEqual(1_000);
    await studio.runUntil(take.id, ['delivered']);
  });

  it('asks for the picture that a model can’t do without, and for one that is a picture', async () => {
    const { desk, pictures } = await start();

    const none = await desk.say(MIRA, 'the wind comes up --model gen4-turbo');
    const page = await desk.say(MIRA, `the wind --model gen4-turbo --ref first:${pictures.url}/page`);
    const away = await desk.say(MIRA, `the wind --model gen4-turbo --ref first:${pictures.url}/redirect`);

    expect(none.card?.text).toContain('--ref first:');
    expect(page.card?.text).toContain('not a PNG');
    expect(away.card?.text).toContain('public https link');
    expect([...none.takes, ...page.takes, ...away.takes]).toEqual([]);
  });

  it('obeys the channel’s allow-list of providers and the kill switch', async () => {
    const { desk, studio, runway } = await start();
    await desk.settle({ providers: ['openai'] });
    const barred = await desk.say(MIRA, 'a fox --model gen4.5 --seconds 2');
    await desk.settle({});
    const [take] = (await desk.say(MIRA, 'an owl --model gen4.5 --seconds 2')).takes;
    if (take === undefined) throw new Error('no take');
    await studio.studio.budgets.stopSpending('olga', studio.now());
    const stopped = await desk.say(MIRA, 'a hare --model gen4.5 --seconds 2');
    await expect(studio.runUntil(take.id, ['delivered'], 20)).rejects.toThrow('still queued');
    await studio.studio.budgets.resumeSpending();

    expect(barred.card?.text).toContain('agreements');
    expect(stopped.takes).toEqual([]);
    expect(posts(runway)).toBe(0);
    await studio.runUntil(take.id, ['delivered']);
    expect(posts(runway)).toBe(1);
  });

  it('asks again before the same request within half a minute', async () => {
    const { desk } = await start();
    await desk.say(MIRA, 'a fox --model gen4.5 --seconds 2');

    const twice = await desk.say(MIRA, 'a fox --model gen4.5 --seconds 2');

    expect(twice.takes).toEqual([]);
    expect(twice.card?.text).toContain('Again?');
  });

  it('holds a take in the queue while the provider’s day is used up', async () => {
    const { desk, studio, runway } = await start();
    runway.leaveToday(0);
    const [take] = (await desk.say(MIRA, 'a fox --model gen4.5 --seconds 2')).takes;
    if (take === undefined) throw new Error('no take');

    await expect(studio.runUntil(take.id, ['delivered', 'failed'], 30)).rejects.toThrow('still queued');

    expect(posts(runway)).toBe(0);
  });
});

async function logOf({ studio, place }: ProviderRig) {
  const query = { workspace: place.workspace, channel: null, words: [], since: null, limit: null };
  const lines: LogLine[] = [];
  for await (const line of studio.log.read(query)) lines.push(line);
  return lines;
}

async function requestsOf({ studio }: ProviderRig, id: string) {
  return (
    studio as unknown as { db: { $queryRawUnsafe(sql: string, ...values: string[]): Promise<object[]> } }
  ).db.$queryRawUnsafe(`select state, decided_by, refusal->>'kind' as kind from request where id = $1`, id);
}
