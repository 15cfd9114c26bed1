import { createCanvas } from '@napi-rs/canvas';
import { makePicture } from './draw/make-picture.ts';
import { encodeFrames } from './encode-frames.ts';
import { serveParent } from './serve-parent.ts';

serveParent(async (task, progress) => {
  if (task.kind !== 'draw') throw new Error(`not for a drawing child: ${task.kind}`);
  const { spec, firstFrame } = task;
  const picture = makePicture(spec);
  const canvas = createCanvas(spec.width, spec.height);
  const ctx = canvas.getContext('2d');
  await encodeFrames({
    frames: task.frames,
    width: spec.width,
    height: spec.height,
    outPath: task.outPath,
    draw: (index) => {
      picture.draw(ctx, firstFrame + index);
      return canvas.data();
    },
    progress,
  });
});
