import { fileURLToPath } from 'node:url';

/** A path inside the installed project, such as its data files. */
export const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
