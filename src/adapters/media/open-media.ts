import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Opens a stored file for reading, piece by piece; throws where it is not there. */
export async function openMedia(
  folder: string,
  media: string,
): Promise<{ readonly bytes: number; readonly stream: AsyncIterable<Uint8Array> }> {
  const steps = media.split('/');
  if (steps.some((step) => !/^\w[\w.-]*$/.test(step))) throw new Error(`not a stored file: ${media}`);
  const path = join(folder, ...steps);
  const { size } = await stat(path);
  return { bytes: size, stream: createReadStream(path) };
}
