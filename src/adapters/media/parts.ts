import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError } from '../../core/errors.ts';

export interface Part {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: bigint;
}

export interface Parts {
  /** Streams into a file of its own, hashed on the way and flushed to the disk; nothing stays if it fails. */
  write(bytes: AsyncIterable<Uint8Array>, maxBytes: bigint): Promise<Part>;
  /** A path that nobody has. */
  name(ending?: string): Promise<string>;
}

/** Hashed in one go this long, so that a big chunk doesn't stop everything else. */
const PIECE = 64 * 1024;
const LEFTOVER_MS = 86_400_000;

/** Unfinished files, on the same disk as the finished ones, so that a rename puts them in place. */
export function makeParts(folder: string): Parts {
  let ready: Promise<void> | null = null;

  const name = async (ending = '') => {
    ready ??= prepare(folder);
    await ready.catch((error: unknown) => {
      ready = null; // a full disk may have room again
      throw error;
    });
    return join(folder, `${randomUUID()}${ending}`);
  };

  return {
    name,
    async write(bytes, maxBytes) {
      const path = await name();
      try {
        return { path, ...(await writeTo(path, bytes, maxBytes)) };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },
  };
}

/** A new name in a folder survives a power cut only when the folder is flushed, too. Windows can't, and needn't. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeTo(path: string, bytes: AsyncIterable<Uint8Array>, maxBytes: bigint) {
  const file = await open(path, 'wx');
  try {
    const written = await writeAll(file, bytes, maxBytes);
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, bytes: AsyncIterable<Uint8Array>, maxBytes: bigint) {
  const hash = createHash('sha256');
  let length = 0n;
  for await (const chunk of bytes) {
    length += BigInt(chunk.byteLength);
    if (length > maxBytes) throw new PermanentError('clip_too_big', `a clip of more than ${maxBytes} bytes`);
    for (let from = 0; from < chunk.byteLength; from += PIECE) {
      const piece = chunk.subarray(from, from + PIECE);
      hash.update(piece);
      await file.writeFile(piece);
    }
  }
  return { sha256: hash.digest('hex'), bytes: length };
}

/** What a process that died left half written is cleared away after a day. */
async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const entry of await readdir(folder)) {
    const path = join(folder, entry);
    const changedAt = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.POSITIVE_INFINITY, // another process cleared it away just now
    );
    if (Date.now() - changedAt > LEFTOVER_MS) await rm(path, { force: true });
  }
}
