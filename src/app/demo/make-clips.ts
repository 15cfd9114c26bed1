import { attemptId } from '../../core/ids.ts';
import type { GenerationRequest } from '../../core/ports/video-provider.ts';
import type { Studio } from '../../core/studio/studio.ts';
import type { StoredClip } from './stage.ts';

const SCENES = [
  'steam curls off a cup on a counter, rain on the window behind',
  'a lighthouse keeper climbs a spiral stair, lantern in hand',
  'night exterior, the sign flickers on and the street turns amber',
  'a slow push along an empty platform at dawn',
];

const LOOK_EVERY_MS = 100;

/** A few real clips, drawn here at no cost: the takes of a generated month show them in turn. */
export async function makeClips(
  studio: Pick<Studio, 'providers' | 'media' | 'chance'>,
): Promise<readonly StoredClip[]> {
  return Promise.all(SCENES.map((scene, index) => makeClip(studio, scene, index)));
}

async function makeClip(
  { providers, media, chance }: Pick<Studio, 'providers' | 'media' | 'chance'>,
  scene: string,
  index: number,
): Promise<StoredClip> {
  const provider = providers.get('animatic');
  if (provider === undefined) throw new Error('the animatic is not here');
  const request: GenerationRequest = {
    ...{
      model: 'animatic',
      prompt: scene,
      scene,
      slots: { subject: scene },
      slug: `PV-${1001 + index}`,
      takeNumber: 1,
    },
    ...{ seconds: 3, ratio: '16:9', width: 640, height: 360, seed: index + 1, audio: false, references: [] },
  };
  const clientRef = attemptId(chance.id());
  const { jobId } = await provider.submit(request, clientRef);
  const job = { jobId, clientRef, request };
  for (;;) {
    const status = await provider.poll(job);
    if (status.kind === 'succeeded') break;
    if (status.kind !== 'pending') throw new Error(`the clip of a generated month is ${status.kind}`);
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
  const stored = await media.store('demo.mp4', await provider.open(job));
  return { ...stored, poster: await media.poster(stored.media) };
}
