import { createCanvas } from '@napi-rs/canvas';
import { makePicture } from './draw/make-picture.ts';
import { encodeFrames } from './encode-frames.ts';
import { framesOf } from './frames.ts';
import type { Task } from './messages.ts';
import { serveParent } from './serve-parent.ts';
import { makeSound, PACKET_SAMPLES, SAMPLE_RATE, type Sound } from './sound.ts';
import type { AnimaticSpec } from './spec.ts';

type Draw = Extract<Task, { kind: 'draw' }>;

/** Kept between the sound and the joining. */
let made: (Pick<AnimaticSpec, 'seconds' | 'width' | 'height'> & { readonly sound: Sound }) | null = null;

serveParent(async (task, progress) => {
  switch (task.kind) {
    case 'draw':
      return draw(task, progress);
    case 'sound': {
      const samples = Math.ceil((framesOf(task.spec.seconds) * SAMPLE_RATE) / 24);
      const { seconds, width, height } = task.spec;
      made = { sound: await makeSound(task.spec, samples + PACKET_SAMPLES), seconds, width, height };
      return;
    }
    case 'join': {
      if (made === null) throw new Error('asked to join before the sound was made');
      // Only one child of a take joins; the others start sooner without it.
      const { joinParts } = await import('./join-parts.ts');
      return joinParts({ ...made, partPaths: task.partPaths, outPath: task.outPath });
    }
    default:
      throw new Error(`not for a rendering child: ${task.kind}`);
  }
});

async function draw({ spec, firstFrame, frames, outPath }: Draw, progress: (frames: number) => void): Promise<void> {
  const picture = makePicture(spec);
  const canvas = createCanvas(spec.width, spec.height);
  const ctx = canvas.getContext('2d');
  await encodeFrames({
    frames,
    width: spec.width,
    height: spec.height,
    outPath,
    draw: (index) => {
      picture.draw(ctx, firstFrame + index);
      return canvas.data();
    },
    progress,
  });
}
