import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { loadModels } from '../../../src/adapters/models/load-models.ts';
import { makeRunway } from '../../../src/adapters/providers/runway/provider.ts';
import { requestCancel } from '../../../src/core/generate/cancel-take.ts';
import { drawTake } from '../../../src/core/send/draw.ts';
import { withProviderRig } from '../../support/provider-rig.ts';
import { type RunwayServer, startRunwayServer } from '../../support/provider-servers/runway-server.ts';
import { tinyClip } from '../../support/tiny-clip.ts';
import { until } from '../../support/until.ts';

const models = await loadModels({
  builtInFile: fileURLToPath(new URL('../../../models/catalog.json', import.meta.url)),
  teamFile: null,
});

describe('what Runway tells of its limits', () => {
  const rig = withProviderRig();
  let runway: RunwayServer;
  afterEach(() => runway.close());

  async function start(more: { readonly timeoutMs?: number } = { timeoutMs: 400 }) {
    runway = await startRunwayServer({ clip: tinyClip });
    runway.leaveToday(null);
    const provider = makeRunway({
      apiKey: 'key_test',
      baseUrl: runway.baseUrl,
      models,
      report: { warn: () => {} },
      ...more,
    });
    const studio = await rig({ providers: new Map([['runway', provider]]), models: [...models.values()] });
    const [take] = await studio.order({
      provider: 'runway',
      model: 'gen4.5',
      estimate: 480_000n,
      params: { seconds: 4 },
    });
    if (take === undefined) throw new Error('no take');
    const card = async () => {
      const message = { takeId: take.id, workspace: studio.place.workspace };
      return (await drawTake(studio.studio, message as Parameters<typeof drawTake>[1])).text;
    };
    return { ...studio, take: take.id, card };
  }

  it('says that a throttled task waits for its turn, and that it renders once it does', async () => {
    const { runUntil, take, studio, card, now } = await start();
    await runUntil(take, ['rendering']);
    const seen: string[] = [];
    for (let looks = 0; looks < 40 && !seen.at(-1)?.includes('Delivered'); looks += 1) {
      await runUntil(take, ['delivered'], 1).catch(() => {});
      seen.push(await card());
    }

    expect(seen.some((text) => text.includes('Waiting for its turn at the provider'))).toBe(true);
    expect(seen.some((text) => text.includes('Rendering ·'))).toBe(true);
    expect((await studio.takes.load(take))?.state).toBe('delivered');
    expect(now().getTime()).toBeGreaterThan(0);
  });

  it('keeps a clip that was finished when somebody canceled it: the call that cancels throws finished tasks away', async () => {
    const { runUntil, take, studio, place, stateOf } = await start();
    await runUntil(take, ['rendering']);
    const row = await studio.takes.load(take);
    if (row === null || row.attempt === null) throw new Error('no attempt');
    const job = { jobId: row.attempt.jobId ?? '', clientRef: row.attempt.id, request: row.attempt.request };
    const runwayHere = studio.providers.get('runway');
    await until('a finished task', async () => (await runwayHere?.poll(job))?.kind === 'succeeded');

    await requestCancel(studio, row, place.person);
    await runUntil(take, ['delivered']);

    expect((await stateOf(take)).cost).toBe(runway.bill());
  });

  it('tells whoever has to decide what it counted before and after a lost answer', async () => {
    const { runUntil, take, card, stateOf } = await start();
    runway.faults.create('502-after');
    await runUntil(take, ['unknown']);
    await runUntil(take, ['failed'], 12).catch(() => {});

    expect(await stateOf(take)).toMatchObject({ state: 'unknown', cost: null });
    expect(await card()).toContain('1 Runway Gen-4.5 generations in the past day; before the call it counted 0');
  });

  it('shows a budget owner where to look, once a day has passed without proof', async () => {
    const { runUntil, take, studio, now, place } = await start();
    runway.faults.create('502-after');
    await runUntil(take, ['unknown']);
    await runUntil(take, ['failed'], 12).catch(() => {});
    const house = { ...studio.house, providerPages: { runway: 'https://dev.runwayml.com' } };
    const clock = { now: () => new Date(now().getTime() + 25 * 3_600_000) };
    const message = { takeId: take, workspace: place.workspace } as Parameters<typeof drawTake>[1];

    const card = await drawTake({ ...studio, house, clock }, message);

    expect(card.text).toContain('look at https://dev.runwayml.com between');
    expect(card.buttons.map(({ verb }) => verb)).toEqual(expect.arrayContaining(['charged', 'not-charged']));
  });

  it.each(['500', 'hang'] as const)(
    'looks once at limits that can’t be read (%s), then makes the call',
    async (how) => {
      const { runUntil, take } = await start();
      runway.breakLimits(how);

      await runUntil(take, ['rendering']);

      const looks = runway.heard.filter(({ path }) => path === '/v1/organization');
      expect(looks).toHaveLength(1);
      expect(runway.accepted).toHaveLength(1);
    },
  );

  it('leaves the paid call most of the time after which a submission is taken for dead', async () => {
    const { runUntil, take } = await start({});
    await runUntil(take, ['rendering']);

    const [look, call] = runway.heard;
    expect([look?.path, call?.path]).toEqual(['/v1/organization', '/v1/text_to_video']);
    expect(look?.headers['x-stainless-timeout']).toBe('10');
  });

  it('looks at no count where it can’t be read, and holds the money all the same', async () => {
    const { runUntil, take, stateOf } = await start();
    runway.faults.create('502-after');
    await runUntil(take, ['unknown']);
    await runway.close();
    await runUntil(take, ['failed'], 12).catch(() => {});

    expect(await stateOf(take)).toMatchObject({ state: 'unknown', cost: null });
  });
});
