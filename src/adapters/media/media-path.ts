import { join } from 'node:path';

/** Where a stored file lies; a name never leads out of the folder. */
export function toPath(folder: string, media: string): string {
  const steps = media.split('/');
  if (steps.some((step) => !/^\w[\w.-]*$/.test(step))) throw new Error(`not a stored file: ${media}`);
  return join(folder, ...steps);
}
