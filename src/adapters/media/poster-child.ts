import { rename, rm, writeFile } from 'node:fs/promises';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input, type InputVideoTrack } from 'mediabunny';
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from 'node-webcodecs';
import { serveParent } from '../providers/animatic/serve-parent.ts';

const WIDEST = 1280;
const QUALITY = 82;

serveParent(async (task) => {
  if (task.kind !== 'poster') throw new Error(`not for a poster child: ${task.kind}`);
  const input = new Input({ source: new FilePathSource(task.clipPath), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('no pictures in the file');
  const jpeg = await toJpeg(await decodeAt(track, (await track.computeDuration()) / 3));
  input.dispose();
  const draft = `${task.outPath}.part`;
  try {
    await writeFile(draft, jpeg);
    await rename(draft, task.outPath);
  } finally {
    await rm(draft, { force: true });
  }
});

/** Decodes from the key frame before `seconds` up to it and keeps the last picture. */
async function decodeAt(track: InputVideoTrack, seconds: number): Promise<VideoFrame> {
  const config = await track.getDecoderConfig();
  const sink = new EncodedPacketSink(track);
  const key = (await sink.getKeyPacket(seconds)) ?? (await sink.getFirstPacket());
  const last = await sink.getPacket(seconds);
  if (config === null || key === null) throw new Error('no pictures in the file');
  let kept: VideoFrame | null = null;
  let failure: unknown = null;
  const decoder = new VideoDecoder({
    output: (frame) => {
      kept?.close();
      kept = frame;
    },
    error: (error) => {
      failure ??= error;
    },
  });
  const { description } = config;
  decoder.configure({
    codec: config.codec,
    codedWidth: config.codedWidth ?? (await track.getCodedWidth()),
    codedHeight: config.codedHeight ?? (await track.getCodedHeight()),
    ...(description === undefined ? {} : { description: toBytes(description) }),
  });
  for await (const packet of sink.packets(key)) {
    const { type, data, timestamp, duration } = packet;
    decoder.decode(new EncodedVideoChunk({ type, data, timestamp: micros(timestamp), duration: micros(duration) }));
    if (last === null || packet.sequenceNumber >= last.sequenceNumber || failure !== null) break;
  }
  await decoder.flush();
  if (kept === null) throw failure ?? new Error('nothing was decoded');
  return kept;
}

const micros = (seconds: number): number => Math.round(seconds * 1_000_000);

const toBytes = (source: ArrayBuffer | SharedArrayBuffer | ArrayBufferView): Uint8Array =>
  Uint8Array.from(
    ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source),
  );

async function toJpeg(frame: VideoFrame): Promise<Buffer> {
  const { codedWidth: width, codedHeight: height } = frame;
  const pixels = new Uint8ClampedArray(width * height * 4);
  await frame.copyTo(pixels, { format: 'RGBA' });
  frame.close();
  const full = createCanvas(width, height);
  full.getContext('2d').putImageData(new ImageData(pixels, width, height), 0, 0);
  if (width <= WIDEST) return full.encode('jpeg', QUALITY);
  const small = createCanvas(WIDEST, Math.round((height * WIDEST) / width));
  small.getContext('2d').drawImage(full, 0, 0, small.width, small.height);
  return small.encode('jpeg', QUALITY);
}
