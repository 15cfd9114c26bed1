import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { probeClip } from '../src/adapters/media/probe.ts';
import { renderAnimatic } from '../src/adapters/providers/animatic/render.ts';

/** How many times real time the animatic is drawn, and the most memory each process held. `node bench/animatic.ts [seconds …]` */
const SCENE = 'A tired detective walks down a rain-soaked alley at night, neon signs';
const asked = process.argv
  .slice(2)
  .map(Number)
  .filter((seconds) => seconds > 0);
const lengths = asked.length > 0 ? asked : [4, 6, 20, 60];

async function measure(seconds: number, folder: string): Promise<string> {
  const outPath = join(folder, `${seconds}.mp4`);
  let peak = 0;
  let children = 0;
  let cpuMs = 0;
  const from = performance.now();
  await renderAnimatic(
    {
      slug: 'BENCH',
      takeNumber: 1,
      scene: SCENE,
      slots: {},
      seconds,
      ratio: '16:9',
      width: 1280,
      height: 720,
      seed: 7,
    },
    outPath,
    {
      codeCache: join(folder, '.code'),
      onChild: (used) => {
        children += 1;
        cpuMs += used.cpuMs;
        peak = Math.max(peak, used.peakKib ?? 0);
      },
    },
  );
  const wall = (performance.now() - from) / 1000;
  const clip = await probeClip(outPath);
  if (clip.kind !== 'clip' || clip.frames !== seconds * 24) throw new Error(`not a clip of ${seconds} s`);
  const cells = [
    `${seconds} s`,
    `${wall.toFixed(2)} s`,
    `${(seconds / wall).toFixed(2)} ×`,
    `${(cpuMs / 1000).toFixed(2)} s`,
    `${children}`,
  ];
  return [...cells, mebibytes(peak), mebibytes(await ownPeak())].map(cell).join('');
}

const cell = (text: string): string => text.padStart(14);
const mebibytes = (kib: number): string => (kib === 0 ? 'not told' : `${Math.round(kib / 1024)} MiB`);

async function ownPeak(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0);
}

const folder = await mkdtemp(join(tmpdir(), 'previz-bench-'));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
try {
  say(`1280×720, 24 frames a second, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)} before the start`);
  say(['clip', 'wall', 'real time', 'cpu', 'children', 'peak child', 'peak caller'].map(cell).join(''));
  for (const seconds of lengths) say(await measure(seconds, folder));
} finally {
  await rm(folder, { recursive: true, force: true });
}
