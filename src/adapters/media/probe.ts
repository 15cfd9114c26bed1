import { open } from 'node:fs/promises';
import {
  ALL_FORMATS,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputTrack,
  type InputVideoTrack,
} from 'mediabunny';
import type { Probe } from '../../core/ports/media-store.ts';
import { readTopBoxes, type TopBox } from './top-boxes.ts';

/** What `Probe` says, and whether the index comes before the pictures, so that a browser plays while it loads. */
export type ClipFacts =
  | Exclude<Probe, { kind: 'clip' }>
  | (Extract<Probe, { kind: 'clip' }> & { readonly faststart: boolean });

/**
 * Reads every packet of the clip (without decoding) and says what it is, or why it can't be played: cut short, no
 * pictures, packets that are not where the index says. Holds a few megabytes however long the clip. Throws only
 * when the file can't be opened at all.
 */
export async function probeClip(path: string): Promise<ClipFacts> {
  const boxes = await readBoxes(path);
  if (boxes.kind === 'unplayable') return boxes;
  const input = new Input({
    source: new FilePathSource(path, { maxCacheSize: 4 * 1024 * 1024 }),
    formats: ALL_FORMATS,
  });
  try {
    return await readTracks(input, isFaststart(boxes.boxes));
  } catch (error) {
    return unplayable(error instanceof Error ? error.message : String(error));
  } finally {
    input.dispose();
  }
}

const unplayable = (reason: string) => ({ kind: 'unplayable', reason: reason.slice(0, 300) }) as const;

type Boxes = { readonly kind: 'boxes'; readonly boxes: readonly TopBox[] } | ReturnType<typeof unplayable>;

async function readBoxes(path: string): Promise<Boxes> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size === 0) return unplayable('the file is empty');
    const boxes = await readTopBoxes(file, size);
    const last = boxes.at(-1);
    if (boxes[0]?.type === 'ftyp' && last !== undefined && last.at + last.bytes > size)
      return unplayable(`cut short: ${last.at + last.bytes - size} bytes of the ${last.type} box are missing`);
    return { kind: 'boxes', boxes };
  } finally {
    await file.close();
  }
}

function isFaststart(boxes: readonly TopBox[]): boolean {
  const order = boxes.map((box) => box.type);
  return order.includes('moov') && order.includes('mdat') && order.indexOf('moov') < order.indexOf('mdat');
}

async function readTracks(input: Input, faststart: boolean): Promise<ClipFacts> {
  if (!(await input.canRead())) return unplayable('not a video file that is known here');
  const video = await input.getPrimaryVideoTrack();
  if (video === null) return unplayable('no pictures in the file');
  const audio = await input.getPrimaryAudioTrack();
  const frames = await countPackets(video);
  if (typeof frames !== 'number') return frames;
  if (frames === 0) return unplayable('no pictures in the file');
  const sounds = audio === null ? 0 : await countPackets(audio);
  if (typeof sounds !== 'number') return sounds;
  return {
    kind: 'clip',
    seconds: await secondsOf(video, frames),
    frames,
    width: await video.getDisplayWidth(),
    height: await video.getDisplayHeight(),
    videoCodec: (await video.getCodec()) ?? 'unknown',
    audioCodec: audio === null ? null : ((await audio.getCodec()) ?? 'unknown'),
    faststart,
  };
}

async function secondsOf(video: InputVideoTrack, frames: number): Promise<number> {
  const ends = await video.computeDuration();
  const starts = await video.getFirstTimestamp();
  return frames === 0 ? 0 : ends - starts;
}

/** The index first, then the bytes of each packet; both must agree. */
async function countPackets(track: InputTrack): Promise<number | ReturnType<typeof unplayable>> {
  const sink = new EncodedPacketSink(track);
  let promised = 0;
  for await (const _ of sink.packets(undefined, undefined, { metadataOnly: true })) promised += 1;
  const isLengthPrefixed = await hasLengthPrefixes(track);
  let found = 0;
  for await (const packet of sink.packets()) {
    if (packet.data.byteLength === 0 || packet.data.byteLength !== packet.byteLength)
      return unplayable(`packet ${found} of the ${track.type} track is not complete`);
    if (isLengthPrefixed && !isNalChain(packet.data))
      return unplayable(`packet ${found} of the ${track.type} track is damaged`);
    found += 1;
  }
  return found === promised ? found : unplayable(`the ${track.type} track has ${found} of ${promised} packets`);
}

/** H.264 and H.265 in MP4 are runs of units, each led by its length in four bytes, as the header says. */
async function hasLengthPrefixes(track: InputTrack): Promise<boolean> {
  if (!track.isVideoTrack()) return false;
  const codec = await track.getCodec();
  const config = await track.getDecoderConfig();
  if (config?.description === undefined) return false;
  const bytes = toBytes(config.description);
  if (codec === 'avc') return ((bytes[4] ?? 0) & 3) === 3;
  return codec === 'hevc' && ((bytes[21] ?? 0) & 3) === 3;
}

const toBytes = (source: ArrayBuffer | SharedArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);

function isNalChain(data: Uint8Array): boolean {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  while (at + 4 < data.byteLength) {
    const length = view.getUint32(at);
    if (length === 0) return false;
    at += 4 + length;
  }
  return at === data.byteLength;
}
