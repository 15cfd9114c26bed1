import { createHash } from 'node:crypto';
import { loadImage } from '@napi-rs/canvas';
import { afterEach, describe, expect, it } from 'vitest';
import { type ChartPainter, makeChartPainter } from '../../../src/adapters/charts/chart-painter.ts';
import type { DigestPicture } from '../../../src/core/digest/picture.ts';

const PICTURE: DigestPicture = {
  title: 'Week 47 · Nov 16–22',
  spend: {
    heading: 'Spent by day: $12.40',
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((label, day) => ({
      label,
      dollars: day * 17,
      said: `$${day * 17}.00`,
      shown: `$${day * 17}.00`,
    })),
    line: { dollars: 1.67, label: '$1.67 a day keeps November’s $50.00' },
  },
  decisions: {
    heading: 'Takes: 9 made, 4 decided',
    bars: [
      { kind: 'approved', label: 'Approved', count: 3 },
      { kind: 'rejected', label: 'Rejected', count: 1 },
      { kind: 'superseded', label: 'Superseded', count: 0 },
      { kind: 'open', label: 'Open', count: 5 },
    ],
  },
};

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let painter: ChartPainter;
afterEach(() => painter.stop());

describe('a painter', () => {
  it('draws a PNG that a phone shows in one piece, the same each time', async () => {
    painter = makeChartPainter();

    const png = await painter.paint(PICTURE);
    const again = await painter.paint(PICTURE);

    const { width, height } = await loadImage(Buffer.from(png));
    expect([width, height]).toEqual([900, 930]);
    expect(hash(again)).toBe(hash(png));
    expect(hash(await painter.paint({ ...PICTURE, title: 'Week 48' }))).not.toBe(hash(png));
  });

  it('draws many at a time with two children', async () => {
    painter = makeChartPainter({ hands: 2 });

    const drawn = await Promise.all(Array.from({ length: 12 }, () => painter.paint(PICTURE)));

    expect(new Set(drawn.map(hash)).size).toBe(1);
  });

  it('draws a week without money, without a line, and with a name of any length and script', async () => {
    painter = makeChartPainter();
    const days = PICTURE.spend.days.map(({ label }) => ({ label, dollars: 0, said: '', shown: '' }));
    const bars = PICTURE.decisions.bars.map((bar) => ({ ...bar, count: 0 }));

    const png = await painter.paint({
      title: `#${'пре-виз-🎬-試写-'.repeat(20)}`,
      spend: { heading: 'Spent by day: $0.00', days, line: null },
      decisions: { heading: '', bars },
    });

    expect((await loadImage(Buffer.from(png))).width).toBe(900);
  });

  it('goes on after a picture that can’t be drawn', async () => {
    painter = makeChartPainter({ hands: 1 });
    // What no caller that is compiled can say.
    const broken = { ...PICTURE, spend: null } as unknown as DigestPicture;

    await expect(painter.paint(broken)).rejects.toThrow();
    expect((await painter.paint(PICTURE)).length).toBeGreaterThan(10_000);
  });

  it('that was stopped draws nothing more', async () => {
    painter = makeChartPainter();
    await painter.paint(PICTURE);
    await painter.stop();

    await expect(painter.paint(PICTURE)).rejects.toThrow('stopped');
  });
});
