import type { FileHandle } from 'node:fs/promises';

/** A box at the top of an MP4. `bytes` is what it claims, even beyond the end of the file. */
export interface TopBox {
  readonly type: string;
  readonly at: number;
  readonly bytes: number;
}

/** Sixteen bytes a box are read; the payloads are skipped. A file that is no MP4 gives nonsense, never an error. */
export async function readTopBoxes(file: FileHandle, size: number): Promise<readonly TopBox[]> {
  const boxes: TopBox[] = [];
  const head = Buffer.alloc(16);
  for (let at = 0; at + 8 <= size && boxes.length < 10_000; ) {
    await file.read(head, 0, 16, at);
    const short = head.readUInt32BE(0);
    const bytes = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - at : short;
    if (bytes < 8) break;
    boxes.push({ type: head.toString('latin1', 4, 8), at, bytes });
    at += bytes;
  }
  return boxes;
}
