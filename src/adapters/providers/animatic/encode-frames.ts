import { VideoEncoder, VideoFrame } from 'node-webcodecs';
import { FRAMES_PER_SECOND } from './frames.ts';
import { writePart } from './part-file.ts';

export interface Drawing {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly outPath: string;
  /** RGBA of frame `index`; the bytes are copied before the next call. */
  readonly draw: (index: number) => Uint8Array;
  readonly progress: (frames: number) => void;
}

/** What the pictures and the file say of their colours: the encoder's conversion from RGB uses the older matrix. */
export const COLORS = { primaries: 'bt709', transfer: 'bt709', matrix: 'smpte170m', fullRange: false } as const;
export const H264_CODEC = 'avc1.42C01F';
const AHEAD = 3;
const TELL_EVERY = 6;

/** Draws and encodes frame by frame into a part of H.264. Rejects when the encoder loses a frame. */
export async function encodeFrames(drawing: Drawing): Promise<void> {
  const { frames } = drawing;
  const part = writePart(drawing.outPath);
  let finished = 0;
  let failure: unknown = null;
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      part.add({ isKey: chunk.type === 'key', data });
      finished += 1;
    },
    error: (error) => {
      failure ??= error;
    },
  });
  configure(encoder, drawing);
  for (let index = 0; index < frames && failure === null; index += 1) {
    encodeOne(encoder, drawing, index);
    await settle(() => index + 1 - finished <= AHEAD || failure !== null);
    if ((index + 1) % TELL_EVERY === 0) drawing.progress(TELL_EVERY);
  }
  await encoder.flush();
  encoder.close();
  part.close();
  if (failure !== null) throw failure;
  if (finished !== frames) throw new Error(`encoded ${finished} of ${frames} frames`);
}

function configure(encoder: VideoEncoder, { width, height }: Drawing): void {
  encoder.configure({
    codec: H264_CODEC,
    width,
    height,
    bitrate: bitrateOf(width, height),
    framerate: FRAMES_PER_SECOND,
    // One thread and no delay: the same bytes on one core as on sixty-four. The second core draws the next segment.
    latencyMode: 'realtime',
    hardwareAcceleration: 'prefer-software',
    colorSpace: COLORS,
  });
}

function encodeOne(encoder: VideoEncoder, { draw, width, height }: Drawing, index: number): void {
  const frame = new VideoFrame(draw(index), {
    format: 'RGBA',
    codedWidth: width,
    codedHeight: height,
    timestamp: Math.round((index * 1_000_000) / FRAMES_PER_SECOND),
  });
  encoder.encode(frame, { keyFrame: index % 48 === 0 });
  frame.close();
}

/**
 * Always gives the event loop one full turn: the finalizers that free the native frames run only there, and without it
 * one process grew to 2.8 GB in twenty seconds of film. The young collection finds last frame's pixels at once.
 */
async function settle(isReady: () => boolean): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (!isReady());
  globalThis.gc?.({ type: 'minor' });
}

/** 2.6 Mbit/s for 1280×720, in proportion for others. */
const bitrateOf = (width: number, height: number): number =>
  Math.round(Math.min(8_000_000, Math.max(250_000, width * height * 2.8)));
