import { open, rm, stat } from 'node:fs/promises';
import type { DeriveWish } from '../../core/ports/media-store.ts';
import { askChild } from './child/ask-child.ts';
import type { DeriveTask } from './child/derive-task.ts';
import { readTopBoxes } from './top-boxes.ts';

const DERIVE_CHILD = new URL('./child/derive-child.ts', import.meta.url).href;
const PATIENCE_MS = 180_000;
/** Under the 10 MiB that Discord takes from anybody; Slack's player starts sooner with it, too. */
export const CHAT_BYTES = 8 * 1024 * 1024;
const CHAT_SIDE = 1280;

export interface Deriving {
  readonly clipPath: string;
  /** null: there already. */
  readonly stripPath: string | null;
  /** null: there already, or not wanted. */
  readonly chatPath: string | null;
  readonly wish: DeriveWish;
}

/** Makes the strip and the copy for chat in one reading of the clip, in a process of its own. */
export async function deriveClip({ clipPath, stripPath, chatPath, wish }: Deriving): Promise<void> {
  const chat = chatPath === null ? null : { outPath: chatPath, ...wish, maxBytes: CHAT_BYTES, maxSide: CHAT_SIDE };
  const task: DeriveTask = { clipPath, stripPath, chat };
  try {
    await askChild(DERIVE_CHILD, task, { patienceMs: PATIENCE_MS });
  } finally {
    for (const path of [stripPath, chatPath]) if (path !== null) await rm(`${path}.part`, { force: true });
  }
}

/** A copy is made for what it shows, or so that every player can show it; not only for its size. */
export const changesPicture = (videoCodec: string | null, wish: DeriveWish): boolean =>
  wish.matte !== null || wish.mark !== null || (videoCodec !== null && videoCodec !== 'avc');

/** A chat takes the original where it is small, of a kind that every player knows, and shows what was asked for. */
export async function needsChatCopy(clipPath: string, videoCodec: string | null, wish: DeriveWish): Promise<boolean> {
  if (changesPicture(videoCodec, wish)) return true;
  return (await stat(clipPath)).size > CHAT_BYTES;
}

/** The box that holds a C2PA manifest in an MP4 (C2PA specification 2, "Embedding manifests into BMFF-based assets"). */
const C2PA_UUID = 'd8fec3d61b0e483c92975828877ec481';

/** Whether the file carries Content Credentials. They are found, not judged: nobody's signature is checked. */
export async function hasCredentials(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const kind = Buffer.alloc(16);
    for (const box of await readTopBoxes(file, size)) {
      if (box.type !== 'uuid') continue;
      await file.read(kind, 0, 16, box.at + 8);
      if (kind.toString('hex') === C2PA_UUID) return true;
    }
    return false;
  } finally {
    await file.close();
  }
}
