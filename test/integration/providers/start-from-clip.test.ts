import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { makeReferenceShelf } from '../../../src/adapters/media/reference-shelf.ts';
import { loadModels } from '../../../src/adapters/models/load-models.ts';
import { DIALECTS } from '../../../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../../../src/adapters/providers/openai-videos/provider.ts';
import { loadTemplates } from '../../../src/adapters/templates/load-templates.ts';
import { readConfig } from '../../../src/app/config.ts';
import { atHosts } from '../../../src/app/open-providers.ts';
import { drawTake } from '../../../src/core/send/draw.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { openDesk } from '../../support/provider-desk.ts';
import { withProviderRig } from '../../support/provider-rig.ts';
import { type Loopback, startLoopback } from '../../support/provider-servers/loopback.ts';
import { startVideosServer, type VideosServer } from '../../support/provider-servers/videos-server.ts';
import { tinyClip } from '../../support/tiny-clip.ts';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const catalogue = await loadModels({ builtInFile: root('models/catalog.json'), teamFile: null });
const templates = await loadTemplates({ builtInFolder: root('templates'), teamFolder: null });
const MIRA = { name: 'mira' };

describe('a change of a take whose provider can start from its clip', () => {
  const rig = withProviderRig();
  let server: VideosServer;
  let shelf: Loopback;
  afterEach(async () => {
    await server.close();
    await shelf.close();
  });

  async function start() {
    server = await startVideosServer({ clip: tinyClip, perSecondMicros: 100_000n, keepsFiles: true });
    shelf = await startLoopback(async (exchange) => void exchange.response.end(await tinyClip(2)));
    const { providers } = readConfig({ OPENAI_VIDEO_BASE_URL: server.baseUrl, PREVIZ_DATA: '/nowhere' });
    const models = atHosts(catalogue, providers);
    const provider = makeOpenaiVideos({
      baseUrl: server.baseUrl,
      apiKey: 'sk-test',
      dialect: DIALECTS.openai,
      modelOf: (name) => name,
      report: { warn: () => {} },
    });
    const made = await rig({ providers: new Map([['openai', provider]]), models: [...models.values()] });
    const studio: Studio = {
      ...made.studio,
      catalog: { models, templates },
      references: makeReferenceShelf({ media: made.studio.media, own: shelf.url }),
    };
    const desk = openDesk({ ...made, studio });
    const first = await desk.say(MIRA, 'a fox in the snow --model sora-2 --seconds 4');
    const [parent] = first.takes;
    if (parent === undefined) throw new Error(first.card?.text ?? 'no take');
    await made.runUntil(parent.id, ['delivered']);
    return { ...made, studio, desk, parent };
  }

  const paths = () => server.accepted.map(({ path }) => path.replace(/video_[^/]+/, '{id}'));

  it('remixes that clip where only the words changed', async () => {
    const { desk, parent, runUntil, studio } = await start();

    const { takes } = await desk.send(MIRA, 'a fox in the rain --model sora-2 --seconds 4', parent.id);
    const [take] = takes;
    if (take === undefined) throw new Error('no take');
    await runUntil(take.id, ['delivered']);

    expect(paths()).toEqual(['/v1/videos', '/v1/videos/{id}/remix']);
    const view = await studio.show.loadTake(take.workspace, take.id);
    expect(view?.params.source).toMatchObject({ act: 'remix', take: parent.id, seconds: 4 });
    expect(view?.notes.join()).toContain('the clip of take 1');
  });

  it('makes a clip anew for other seconds, for a retake, and for another model', async () => {
    const { desk, parent } = await start();

    const longer = await desk.send(MIRA, 'a fox in the rain --model sora-2 --seconds 8', parent.id);
    const again = await desk.pressOn(MIRA, 'retake', parent.id);
    const other = await desk.send(MIRA, 'a fox in hail --model sora-2-pro --seconds 4', parent.id);

    const sources = [...longer.takes, ...again.takes, ...other.takes].map(({ params }) => params.source);
    expect(sources).toEqual(sources.map(() => undefined));
    expect(longer.takes).toHaveLength(1);
  });

  it('extends it by a press with its price on it, once', async () => {
    const { desk, parent, runUntil, studio, stateOf } = await start();
    const view = { takeId: parent.id, workspace: parent.workspace };
    const card = await drawTake(studio, view as Parameters<typeof drawTake>[1]);
    expect(card.buttons.find(({ verb }) => verb === 'extend')?.label).toBe('Extend by 4 s · $0.40');

    const [take] = (await desk.press(MIRA, card, 'extend')).takes;
    if (take === undefined) throw new Error('no take');
    await runUntil(take.id, ['delivered']);

    expect(paths().filter((path) => path !== '/v1/videos')).toEqual(['/v1/videos/extensions']);
    expect(await stateOf(take.id)).toMatchObject({ state: 'delivered', cost: 400_000n });
  });

  it('plays a character from a clip, and says which reference is of the wrong kind', async () => {
    const { desk, runUntil } = await start();

    const picture = await desk.say(MIRA, `a fox runs --model sora-2 --seconds 4 --ref first:${shelf.url}/a.mp4`);
    const { takes } = await desk.say(
      MIRA,
      `a fox sleeps --model sora-2 --seconds 4 --ref character:${shelf.url}/a.mp4`,
    );
    const [take] = takes;
    if (take === undefined) throw new Error('no take');
    await runUntil(take.id, ['delivered']);

    expect(picture.card?.text).toContain('takes a picture as its first reference');
    expect(take.prompt).toContain('Character plays in it');
    expect(server.accepted.at(-1)?.body['characters']).toEqual([{ id: server.uploads[0]?.id }]);
  });
});
