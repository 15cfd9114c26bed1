import {
  type EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { VideoEncoder, VideoFrame } from 'node-webcodecs';

export interface Picture {
  /** Kept until the next one is asked for. */
  readonly rgba: Uint8Array;
  readonly atSeconds: number;
  readonly seconds: number;
}

export interface ClipSound {
  readonly source: EncodedAudioPacketSource;
  /** Writes the packets up to a time; called with infinity at the end. */
  readonly write: (untilSeconds: number) => Promise<void>;
}

export interface EncodeClip {
  readonly width: number;
  readonly height: number;
  readonly bitrate: number;
  readonly outPath: string;
  readonly pictures: AsyncIterable<Picture>;
  readonly sound?: ClipSound | null;
  readonly onPicture?: (atSeconds: number) => void;
}

/** The encoder's conversion from RGB uses the older matrix, and the file says so. */
const COLORS = { primaries: 'bt709', transfer: 'bt709', matrix: 'smpte170m', fullRange: false } as const;
/** Baseline plays in every chat's player. */
const CODEC = 'avc1.42C01F';
const AHEAD = 3;
const KEY_EVERY_SECONDS = 2;

/** Encodes pictures as they come into an MP4 of H.264, its index first, with sound that is there already. */
export async function encodeClip(clip: EncodeClip): Promise<number> {
  const { width, height } = clip;
  const video = new EncodedVideoPacketSource('avc');
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'in-memory' }),
    target: new FilePathTarget(clip.outPath),
  });
  output.addVideoTrack(video);
  if (clip.sound !== undefined && clip.sound !== null) output.addAudioTrack(clip.sound.source);
  await output.start();

  const times: { readonly at: number; readonly seconds: number }[] = [];
  let written = Promise.resolve();
  let finished = 0;
  let failure: unknown = null;
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      const time = times[finished] ?? { at: 0, seconds: 0 };
      const packet = new EncodedPacket(data, chunk.type, time.at, time.seconds);
      const meta = { decoderConfig: { codec: CODEC, codedWidth: width, codedHeight: height, colorSpace: COLORS } };
      const isFirst = finished === 0;
      finished += 1;
      written = written.then(() => video.add(packet, isFirst ? meta : undefined));
    },
    error: (error) => {
      failure ??= error;
    },
  });
  encoder.configure({
    codec: CODEC,
    width,
    height,
    bitrate: clip.bitrate,
    framerate: 24,
    latencyMode: 'realtime',
    hardwareAcceleration: 'prefer-software',
    colorSpace: COLORS,
  });
  let lastKey = Number.NEGATIVE_INFINITY;
  for await (const { rgba, atSeconds, seconds } of clip.pictures) {
    times.push({ at: atSeconds, seconds });
    const frame = new VideoFrame(rgba, {
      format: 'RGBA',
      codedWidth: width,
      codedHeight: height,
      timestamp: Math.round(atSeconds * 1_000_000),
    });
    const isKey = atSeconds - lastKey >= KEY_EVERY_SECONDS;
    if (isKey) lastKey = atSeconds;
    encoder.encode(frame, { keyFrame: isKey });
    frame.close();
    await settle(() => times.length - finished <= AHEAD || failure !== null);
    if (failure !== null) throw failure;
    await clip.sound?.write(atSeconds);
    clip.onPicture?.(atSeconds);
  }
  await encoder.flush();
  if (failure !== null) throw failure;
  if (finished === 0 || finished !== times.length) throw new Error(`encoded ${finished} of ${times.length} pictures`);
  await written;
  await clip.sound?.write(Number.POSITIVE_INFINITY);
  await output.finalize();
  encoder.close();
  return finished;
}

/** The native frames are freed by finalizers that run only in a full turn of the event loop. */
export async function settle(isReady: () => boolean): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (!isReady());
  globalThis.gc?.({ type: 'minor' });
}

/** 2.6 Mbit/s for 1280×720, in proportion for others. */
export const bitrateOf = (width: number, height: number): number =>
  Math.round(Math.min(8_000_000, Math.max(250_000, width * height * 2.8)));
