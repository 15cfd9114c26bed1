import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probeClip } from '../../adapters/media/probe.ts';
import { renderAnimatic } from '../../adapters/providers/animatic/render.ts';
import type { Finding } from './check-all.ts';

/** Draws and reads back a second of animatic: canvas, encoder and muxer work on this machine. */
export async function checkAnimatic(): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'previz-doctor-'));
  const out = join(folder, 'test.mp4');
  try {
    await renderAnimatic(
      {
        scene: 'a doctor listens',
        slots: {},
        slug: 'PV-0000',
        takeNumber: 1,
        seconds: 1,
        ratio: '16:9',
        width: 640,
        height: 360,
        seed: 1,
      },
      out,
    );
    const probe = await probeClip(out);
    if (probe.kind === 'clip')
      return [{ kind: 'well', part: 'animatic', text: `drew and read back ${probe.frames} frames` }];
    return [
      { kind: 'wrong', part: 'animatic', text: `The test clip can not be played: ${probe.reason}. Run npm ci again.` },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
