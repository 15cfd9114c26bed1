import { startChild } from '../providers/animatic/start-child.ts';

const POSTER_CHILD = new URL('./poster-child.ts', import.meta.url).href;
const PATIENCE_MS = 30_000;

/**
 * Writes the picture at a third of the clip as a JPEG, at most 1280 wide. It is decoded in a child process, because a
 * clip from outside may crash a decoder. Rejects when the clip can't be decoded; `outPath` is then not there.
 */
export async function makePoster(clipPath: string, outPath: string): Promise<void> {
  const child = startChild(POSTER_CHILD);
  const patience = setTimeout(child.stop, PATIENCE_MS);
  try {
    await child.ask({ kind: 'poster', clipPath, outPath });
  } finally {
    clearTimeout(patience);
    child.stop();
    await child.ended;
  }
}
