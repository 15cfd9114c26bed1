import { type FileHandle, open } from 'node:fs/promises';

/** Boxes that hold other boxes on the way to the dates. */
const CONTAINERS = new Set(['moov', 'trak', 'mdia']);
const DATED = new Set(['mvhd', 'tkhd', 'mdhd']);

/**
 * Sets the creation and modification times inside an MP4 to zero ("not told"): the muxer writes the clock into them, and
 * the same brief and seed must give the same bytes.
 */
export async function stillDates(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    await walk(file, 0, size);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function walk(file: FileHandle, from: number, to: number): Promise<void> {
  const head = Buffer.alloc(16);
  for (let at = from; at + 8 <= to; ) {
    await file.read(head, 0, 16, at);
    const short = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - at : short;
    if (length < 8) return;
    if (CONTAINERS.has(type)) await walk(file, at + 8, at + length);
    // Version and flags, then both dates: four bytes each, or eight in version 1.
    if (DATED.has(type)) await file.write(Buffer.alloc(head[8] === 1 ? 16 : 8), 0, head[8] === 1 ? 16 : 8, at + 12);
    at += length;
  }
}
