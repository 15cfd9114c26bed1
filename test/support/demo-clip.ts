import { writeFile } from 'node:fs/promises';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { BufferTarget, Mp4OutputFormat, Output, VideoSample, VideoSampleSource } from 'mediabunny';
import 'node-webcodecs/mediabunny';

const FPS = 24;

export interface DemoClip {
  readonly path: string;
  readonly posterPath: string;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  /** Three colours: sky, land, light. */
  readonly palette: readonly [string, string, string];
}

/** A small moving picture to look at in the playground's demo: a light that travels over hills. */
export async function writeDemoClip(clip: DemoClip): Promise<number> {
  const { width, height, seconds } = clip;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target: new BufferTarget() });
  const source = new VideoSampleSource({ codec: 'avc', bitrate: 1_500_000 });
  output.addVideoTrack(source, { frameRate: FPS });
  await output.start();
  for (let n = 0; n < seconds * FPS; n += 1) {
    paint(context, clip, n / (seconds * FPS));
    if (n === Math.floor(seconds * FPS * 0.6)) await writeFile(clip.posterPath, canvas.toBuffer('image/jpeg'));
    const { data } = context.getImageData(0, 0, width, height);
    const size = { codedWidth: width, codedHeight: height };
    const sample = new VideoSample(data, { format: 'RGBA', ...size, timestamp: n / FPS, duration: 1 / FPS });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  const bytes = new Uint8Array(output.target.buffer ?? new ArrayBuffer(0));
  await writeFile(clip.path, bytes);
  return bytes.byteLength;
}

function paint(context: SKRSContext2D, { width, height, palette }: DemoClip, progress: number): void {
  const [sky, land, light] = palette;
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = light;
  context.beginPath();
  context.arc(
    width * (0.15 + 0.7 * progress),
    height * (0.45 - 0.25 * Math.sin(progress * Math.PI)),
    height * 0.08,
    0,
    7,
  );
  context.fill();
  context.fillStyle = land;
  for (const [depth, alpha] of [
    [0.55, 0.35],
    [0.68, 0.6],
    [0.8, 1],
  ] as const) {
    context.globalAlpha = alpha;
    context.beginPath();
    context.moveTo(0, height);
    for (let x = 0; x <= width; x += 8) {
      context.lineTo(x, height * depth + Math.sin(x / (90 * depth) + progress * 4 * depth + depth * 9) * height * 0.06);
    }
    context.lineTo(width, height);
    context.fill();
  }
  context.globalAlpha = 1;
}
