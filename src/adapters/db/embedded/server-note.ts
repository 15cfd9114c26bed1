import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a running app leaves in its data folder for those who look for it: never trusted, only shown. */
export type ServerNote = z.infer<typeof ServerNote>;
const ServerNote = z.object({ pid: z.number().int(), url: z.string() });

export async function writeServerNote(dataDir: string, note: ServerNote): Promise<void> {
  const file = noteFile(dataDir);
  await writeFile(`${file}.new`, `${JSON.stringify(note)}\n`);
  await rename(`${file}.new`, file);
}

/** Null when there is none, or none that can be read. */
export async function readServerNote(dataDir: string): Promise<ServerNote | null> {
  try {
    return ServerNote.parse(JSON.parse(await readFile(noteFile(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

export const removeServerNote = (dataDir: string): Promise<void> => rm(noteFile(dataDir), { force: true });

const noteFile = (dataDir: string): string => join(dataDir, 'server.json');
