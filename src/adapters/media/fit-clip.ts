import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { askChild } from './child/ask-child.ts';
import type { DeriveTask } from './child/derive-task.ts';

const DERIVE_CHILD = new URL('./child/derive-child.ts', import.meta.url).href;
const PATIENCE_MS = 300_000;

/** Each step asks for less: the encoder may overshoot what it was told, and small pictures need fewer bits. */
const LADDER = [
  { share: 0.92, maxSide: 1280 },
  { share: 0.75, maxSide: 960 },
  { share: 0.55, maxSide: 640 },
] as const;

/**
 * Writes a copy of the clip of at most `maxBytes`, H.264 with its index first, in a process of its own; what is there
 * already is used again. Resolves to its size; null where no copy fits or the clip can't be decoded.
 */
export async function fitClip(clip: {
  readonly clipPath: string;
  readonly outPath: string;
  readonly maxBytes: number;
}): Promise<number | null> {
  const { clipPath, outPath, maxBytes } = clip;
  const known = await sizeOf(outPath);
  if (known !== null) return known;
  await mkdir(dirname(outPath), { recursive: true });
  const draft = `${outPath}.${process.pid}.mp4`;
  try {
    for (const { share, maxSide } of LADDER) {
      const chat = { outPath: draft, matte: null, mark: null, maxBytes: Math.floor(maxBytes * share), maxSide };
      const task: DeriveTask = { clipPath, stripPath: null, chat };
      await askChild(DERIVE_CHILD, task, { patienceMs: PATIENCE_MS });
      const bytes = await sizeOf(draft);
      if (bytes === null || bytes > maxBytes) continue;
      await rename(draft, outPath);
      return bytes;
    }
    return null;
  } catch {
    return null; // a clip that no decoder here knows: the caller shows a still and a link
  } finally {
    await rm(draft, { force: true });
    await rm(`${draft}.part`, { force: true });
  }
}

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );
