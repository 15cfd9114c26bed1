import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeClip, type Picture } from '../src/adapters/media/child/encode-clip.ts';
import { fitClip } from '../src/adapters/media/fit-clip.ts';
import { probeClip } from '../src/adapters/media/probe.ts';
import { printFigures } from './report.ts';

/** A clip of 25 MB at 720p, made to fit a server that takes 10 MiB. */
const [SECONDS, WIDTH, HEIGHT, WANTED_BYTES] = [30, 1280, 720, 25_000_000];
const LIMIT = Math.floor(10 * 1024 * 1024 * 0.95);

const folder = await mkdtemp(join(tmpdir(), 'previz-bench-fit-'));
try {
  const clipPath = join(folder, 'clip.mp4');
  await encodeClip({
    width: WIDTH,
    height: HEIGHT,
    bitrate: (WANTED_BYTES * 8) / SECONDS,
    outPath: clipPath,
    pictures: pictures(),
  });
  const { size } = await stat(clipPath);
  const outPath = join(folder, 'fit.mp4');
  const begun = performance.now();
  const bytes = await fitClip({ clipPath, outPath, maxBytes: LIMIT });
  const tookSeconds = (performance.now() - begun) / 1_000;
  const probe = await probeClip(outPath);
  const isPlayable = probe.kind === 'clip' && Math.abs(probe.seconds - SECONDS) < 0.5 && probe.faststart;
  printFigures(`Discord: a clip of ${(size / 1e6).toFixed(1)} MB and ${SECONDS} s to fit 10 MiB`, [
    {
      what: 'derivative',
      measured: `${((bytes ?? Number.NaN) / 1024 ** 2).toFixed(2)} MiB`,
      target: '≤ 9.5 MiB',
      met: bytes !== null && bytes <= LIMIT,
    },
    {
      what: 'made in',
      measured: `${tookSeconds.toFixed(1)} s, ${(tookSeconds / SECONDS).toFixed(2)} × its length`,
      target: '≤ 1 ×',
      met: tookSeconds <= SECONDS,
    },
    {
      what: 'playable',
      measured: probe.kind === 'clip' ? `${probe.width}×${probe.height}, ${probe.seconds.toFixed(1)} s` : probe.reason,
      target: 'whole, index first',
      met: isPlayable,
    },
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Grain over moving stripes: as hard to encode as a film. */
async function* pictures(): AsyncGenerator<Picture> {
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);
  let seed = 1;
  for (let frame = 0; frame < SECONDS * 24; frame += 1) {
    for (let y = 0; y < HEIGHT; y += 1) {
      for (let x = 0; x < WIDTH; x += 1) {
        const at = (y * WIDTH + x) * 4;
        if (x % 4 === 0) seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        const light = (((x + frame * 6) >> 6) & 1) * 90 + (y * 100) / HEIGHT + (seed >>> 26);
        rgba[at] = light;
        rgba[at + 1] = light * 0.8;
        rgba[at + 2] = 255 - light;
      }
    }
    yield { rgba, atSeconds: frame / 24, seconds: 1 / 24 };
  }
}
