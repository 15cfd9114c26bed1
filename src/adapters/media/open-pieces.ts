import { open } from 'node:fs/promises';
import { join } from 'node:path';

const PIECE_BYTES = 256 * 1024;

/**
 * Opens a stored file for one reader that is done with a piece before it asks for the next: all pieces share one
 * buffer, so a long clip takes no more memory than a short one. Throws where the file is not there.
 */
export async function openPieces(
  folder: string,
  media: string,
): Promise<{ readonly bytes: number; readonly pieces: AsyncIterable<Uint8Array> }> {
  const steps = media.split('/');
  if (steps.some((step) => !/^\w[\w.-]*$/.test(step))) throw new Error(`not a stored file: ${media}`);
  const path = join(folder, ...steps);
  const file = await open(path);
  const { size } = await file.stat();
  await file.close();
  return { bytes: size, pieces: readPieces(path) };
}

async function* readPieces(path: string): AsyncIterable<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
