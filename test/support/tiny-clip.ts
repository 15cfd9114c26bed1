import { createCanvas } from '@napi-rs/canvas';
import { BufferTarget, Mp4OutputFormat, Output, VideoSample, VideoSampleSource } from 'mediabunny';
import 'node-webcodecs/mediabunny';

const FPS = 12;
const SIZE = { width: 64, height: 36 };
const made = new Map<number, Promise<Uint8Array>>();

/** A playable clip of so many seconds, as small as it gets; made once each. */
export function tinyClip(seconds: number): Promise<Uint8Array> {
  const clip = made.get(seconds) ?? encode(seconds);
  made.set(seconds, clip);
  return clip;
}

async function encode(seconds: number): Promise<Uint8Array> {
  const canvas = createCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext('2d');
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target: new BufferTarget() });
  const source = new VideoSampleSource({ codec: 'avc', bitrate: 100_000 });
  output.addVideoTrack(source, { frameRate: FPS });
  await output.start();
  for (let n = 0; n < seconds * FPS; n += 1) {
    context.fillStyle = `hsl(${(n * 7) % 360} 60% 50%)`;
    context.fillRect(0, 0, SIZE.width, SIZE.height);
    const { data } = context.getImageData(0, 0, SIZE.width, SIZE.height);
    const sample = new VideoSample(data, {
      format: 'RGBA',
      codedWidth: SIZE.width,
      codedHeight: SIZE.height,
      timestamp: n / FPS,
      duration: 1 / FPS,
    });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  return new Uint8Array(output.target.buffer ?? new ArrayBuffer(0));
}
