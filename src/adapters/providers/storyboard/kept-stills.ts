import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TransientError } from '../../../core/errors.ts';
import { syncFolder } from '../../media/parts.ts';
import { NOT_SHARED } from './job-id.ts';

/** What was paid for, on this machine's disk before anything else is done with it; by attempt. */
export interface KeptStills {
  /** Before the paid call: a disk that takes no folder is found out for nothing. Throws TransientError. */
  readonly prepare: () => Promise<void>;
  /** Resolves once a power cut can't take them any more. */
  readonly keep: (clientRef: string, pictures: readonly Uint8Array[]) => Promise<void>;
  /** Of one still; null where it isn't here. */
  readonly pathOf: (clientRef: string, index: number) => Promise<string | null>;
  readonly drop: (clientRef: string) => Promise<void>;
}

export function makeKeptStills(folder: string): KeptStills {
  const folderOf = (clientRef: string) => join(folder, `${clientRef}.stills`);
  const nameOf = (clientRef: string, index: number) => join(folderOf(clientRef), `${index}.jpg`);
  return {
    async prepare() {
      await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
        throw new TransientError('storage', 'there is no room for stills on this machine', { cause });
      });
    },
    async keep(clientRef, pictures) {
      await mkdir(folderOf(clientRef), { recursive: true });
      for (const [index, picture] of pictures.entries()) await writeWhole(nameOf(clientRef, index), picture);
    },
    async pathOf(clientRef, index) {
      const path = nameOf(clientRef, index);
      return (await isThere(path)) ? path : null;
    },
    drop: (clientRef) => rm(folderOf(clientRef), { recursive: true, force: true }),
  };
}

/** Thrown where a still is neither here nor in the media store: another machine has it, and may go on. */
export function readShared(still: string): string {
  if (still === NOT_SHARED) throw new TransientError('stills_elsewhere', 'the stills lie on another machine');
  return still;
}

export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, content, { flush: true });
  await rename(`${path}.part`, path);
  await syncFolder(dirname(path));
}

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
