import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input, type InputVideoTrack } from 'mediabunny';
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from 'node-webcodecs';
import { settle } from './encode-clip.ts';

export interface DecodedPicture {
  readonly rgba: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly atSeconds: number;
  readonly seconds: number;
}

export interface OpenClip {
  readonly input: Input;
  readonly track: InputVideoTrack;
  readonly durationSeconds: number;
}

const MAX_PIXELS = 40_000_000;
const AHEAD = 6;

export async function openClip(path: string): Promise<OpenClip> {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('no pictures in the file');
  return { input, track, durationSeconds: await track.computeDuration() };
}

/** Every picture of the clip in the order it is shown, as pixels; a few at a time in memory. */
export async function* decodeClip({ track }: OpenClip): AsyncGenerator<DecodedPicture> {
  const config = await track.getDecoderConfig();
  if (config === null) throw new Error('no pictures in the file');
  const width = config.codedWidth ?? (await track.getCodedWidth());
  const height = config.codedHeight ?? (await track.getCodedHeight());
  if (width * height > MAX_PIXELS) throw new Error('the pictures are too large');
  const times = await timesOf(track);
  const ready: VideoFrame[] = [];
  let failure: unknown = null;
  let sent = 0;
  let got = 0;
  let shown = 0;
  const decoder = new VideoDecoder({
    output: (frame) => {
      got += 1;
      ready.push(frame);
    },
    error: (error) => {
      failure ??= error;
    },
  });
  const { description } = config;
  decoder.configure({
    codec: config.codec,
    codedWidth: width,
    codedHeight: height,
    ...(description === undefined ? {} : { description: toBytes(description) }),
  });
  const take = async function* () {
    for (let frame = ready.shift(); frame !== undefined; frame = ready.shift()) {
      const time = times[shown] ?? { atSeconds: shown / 24, seconds: 1 / 24 };
      shown += 1;
      yield { ...(await toPixels(frame)), ...time };
    }
  };
  for await (const { type, data, timestamp, duration } of new EncodedPacketSink(track).packets()) {
    decoder.decode(new EncodedVideoChunk({ type, data, timestamp: micros(timestamp), duration: micros(duration) }));
    sent += 1;
    let turns = 0;
    await settle(() => {
      turns += 1;
      return sent - got <= AHEAD || ready.length > 0 || failure !== null || turns > 20_000;
    });
    if (failure !== null) throw failure;
    yield* take();
  }
  await decoder.flush();
  if (failure !== null) throw failure;
  yield* take();
  decoder.close();
}

/**
 * When each picture is shown, in that order. The decoder gives them in the right order, but hands each the time of the
 * packet that it was just fed (node-webcodecs 1.3.0), which is a later one.
 */
async function timesOf(
  track: InputVideoTrack,
): Promise<readonly { readonly atSeconds: number; readonly seconds: number }[]> {
  const times: { readonly atSeconds: number; readonly seconds: number }[] = [];
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true }))
    times.push({ atSeconds: packet.timestamp, seconds: packet.duration });
  return times.toSorted((a, b) => a.atSeconds - b.atSeconds);
}

async function toPixels(frame: VideoFrame) {
  const { codedWidth: width, codedHeight: height } = frame;
  const rgba = new Uint8ClampedArray(width * height * 4);
  await frame.copyTo(rgba, { format: 'RGBA' });
  frame.close();
  return { rgba, width, height };
}

const micros = (seconds: number): number => Math.round(seconds * 1_000_000);

const toBytes = (source: ArrayBuffer | SharedArrayBuffer | ArrayBufferView): Uint8Array =>
  Uint8Array.from(
    ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source),
  );
