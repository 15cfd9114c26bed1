import type { DigestPicture } from '../../core/digest/picture.ts';
import { drawPicture } from './draw-picture.ts';
import type { Drawn, DrawTask } from './messages.ts';

/** Draws what its parent asks for, one after the other, and ends with its parent, even by kill -9. */
process.once('disconnect', () => process.exit(0));
// A terminal's Ctrl-C goes to all processes; the parent decides when its children end.
process.on('SIGINT', () => undefined);
process.on('message', (raw) => {
  // Sent by `chart-painter.ts` of the same release, over a channel that nobody else has.
  const { id, picture } = raw as DrawTask;
  void draw(id, picture).then((drawn) => process.send?.(drawn, undefined, undefined, () => {}));
});

async function draw(id: number, picture: DigestPicture): Promise<Drawn> {
  try {
    return { kind: 'drawn', id, png: await drawPicture(picture) };
  } catch (error) {
    return { kind: 'failed', id, detail: String(error).slice(0, 500) };
  }
}
