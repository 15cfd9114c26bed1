import { framesOf } from './frames.ts';
import { joinParts } from './join-parts.ts';
import { serveParent } from './serve-parent.ts';
import { makeSound, PACKET_SAMPLES, SAMPLE_RATE, type Sound } from './sound.ts';
import type { AnimaticSpec } from './spec.ts';

/** Makes the sound while others draw; then joins. */
let made: (Pick<AnimaticSpec, 'seconds' | 'width' | 'height'> & { readonly sound: Sound }) | null = null;

serveParent(async (task) => {
  if (task.kind === 'sound') {
    const samples = Math.ceil((framesOf(task.spec.seconds) * SAMPLE_RATE) / 24);
    const { seconds, width, height } = task.spec;
    made = { sound: await makeSound(task.spec, samples + PACKET_SAMPLES), seconds, width, height };
    return;
  }
  if (task.kind !== 'join' || made === null) throw new Error(`not for a joining child now: ${task.kind}`);
  await joinParts({ ...made, partPaths: task.partPaths, outPath: task.outPath });
});
