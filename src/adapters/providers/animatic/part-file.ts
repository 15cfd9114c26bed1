import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** One encoded picture of a segment, as the encoder gave it (Annex B). */
export interface PartPacket {
  readonly isKey: boolean;
  readonly data: Uint8Array;
}

const HEAD = 5;

export interface PartWriter {
  readonly add: (packet: PartPacket) => void;
  readonly close: () => void;
}

/** Between a drawing child and the joining one: four bytes of length, one that tells a key picture, the bytes. */
export function writePart(path: string): PartWriter {
  const file = openSync(path, 'wx');
  const head = Buffer.alloc(HEAD);
  return {
    add({ isKey, data }) {
      head.writeUInt32BE(data.byteLength, 0);
      head[4] = isKey ? 1 : 0;
      writeSync(file, head);
      writeSync(file, data);
    },
    close: () => closeSync(file),
  };
}

/** At most ten seconds of film are held at once. Throws when the part ends within a packet. */
export async function readPart(path: string): Promise<readonly PartPacket[]> {
  const bytes = await readFile(path);
  const packets: PartPacket[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + HEAD + bytes.readUInt32BE(at);
    if (end > bytes.length) throw new Error(`${path} ends within a packet`);
    packets.push({ isKey: bytes[at + 4] === 1, data: bytes.subarray(at + HEAD, end) });
    at = end;
  }
  return packets;
}
