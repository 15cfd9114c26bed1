import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
} from 'chart.js';
import type { DecisionBar, DigestPicture } from '../../core/digest/picture.ts';
import { LABEL_FONT, legible, registerFonts } from '../providers/animatic/fonts.ts';

/**
 * Drawn two and a half times as large as a phone shows it: the smallest letters are 36 pixels, so 11 in a chat of a phone that leaves 280. The
 * picture brings its own ground, with room around it, so that it reads the same in light and in dark themes.
 */
const WIDTH = 900;
const HEIGHT = 930;
const PAD = 40;
const SMALL = 36;
const LARGE = 42;

const COLORS = {
  ground: '#1b2029',
  text: '#f4f6fa',
  faint: '#b9c1ce',
  rule: '#353d4b',
  spent: '#5aa9f0',
  budget: '#ffc857',
} as const;

/** Told apart without colour, too: every bar has its name and number beside it. */
const BARS: Readonly<Record<DecisionBar, string>> = {
  approved: '#4cc38a',
  rejected: '#f2777a',
  superseded: '#9aa5b8',
  open: '#ffc857',
};

/** The whole picture as a PNG. */
export async function drawPicture(picture: DigestPicture): Promise<Buffer> {
  registerFonts();
  Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement);
  const canvas = createCanvas(WIDTH, HEIGHT);
  const ctx = canvas.getContext('2d');
  ctx.fillStyle = COLORS.ground;
  ctx.beginPath();
  ctx.roundRect(0, 0, WIDTH, HEIGHT, 24);
  ctx.fill();
  const width = WIDTH - PAD * 2;
  write(ctx, picture.title, { y: 66, size: SMALL, color: COLORS.faint, width });
  write(ctx, picture.spend.heading, { y: 126, size: LARGE + 6, color: COLORS.text, width });
  if (picture.spend.line !== null) writeLineWords(ctx, picture.spend.line.label, width);
  plot(ctx, spendChart(picture.spend), { y: 194, width, height: 376 });
  write(ctx, picture.decisions.heading, { y: 638, size: LARGE + 6, color: COLORS.text, width });
  plot(ctx, decisionChart(picture.decisions), { y: 654, width, height: 250 });
  return canvas.encode('png');
}

/** What the dashed line means, with a piece of it. */
function writeLineWords(ctx: SKRSContext2D, label: string, width: number): void {
  dash(ctx, { from: PAD, to: PAD + 63, y: 170 });
  write(ctx, label, { x: PAD + 77, y: 181, size: SMALL, color: COLORS.budget, width: width - 77 });
}

function dash(
  ctx: SKRSContext2D,
  { from, to, y }: { readonly from: number; readonly to: number; readonly y: number },
): void {
  ctx.save();
  ctx.strokeStyle = COLORS.budget;
  ctx.lineWidth = 4;
  ctx.setLineDash([15, 9]);
  ctx.beginPath();
  ctx.moveTo(from, y);
  ctx.lineTo(to, y);
  ctx.stroke();
  ctx.restore();
}

interface Written {
  readonly x?: number;
  readonly y: number;
  readonly size: number;
  readonly color: string;
  readonly width: number;
}

/** Shortened where it is too long: narrower letters would not be legible. */
function write(ctx: SKRSContext2D, text: string, { x = PAD, y, size, color, width }: Written): void {
  ctx.font = `${size}px ${LABEL_FONT}`;
  ctx.fillStyle = color;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  let shown = legible(text);
  while (ctx.measureText(shown).width > width && shown.length > 1) shown = `${shown.slice(0, -2).trimEnd()}…`;
  ctx.fillText(shown, x, y);
}

function spendChart({ days, line }: DigestPicture['spend']): ChartConfiguration {
  const most = Math.max(...days.map(({ dollars }) => dollars), line?.dollars ?? 0);
  const labels = days.map(({ label }) => label);
  return {
    type: 'bar',
    data: {
      labels,
      datasets: [
        {
          type: 'bar',
          data: days.map(({ dollars }) => dollars),
          backgroundColor: COLORS.spent,
          borderRadius: 7,
          categoryPercentage: 0.86,
          barPercentage: 0.86,
        },
      ],
    },
    options: {
      ...STILL,
      layout: { padding: { top: 58, left: 5, right: 5 } },
      scales: {
        x: {
          grid: { display: false },
          border: { color: COLORS.rule, width: 2.5 },
          ticks: { color: COLORS.text, font: FONT(SMALL) },
        },
        y: { display: false, min: 0, max: most === 0 ? 1 : most * 1.1 },
      },
    },
    plugins: [...(line === null ? [] : [budgetLine(line)]), dayLabels(days.map(({ shown }) => shown))],
  };
}

function decisionChart({ bars }: DigestPicture['decisions']): ChartConfiguration {
  const most = Math.max(...bars.map(({ count }) => count), 1);
  return {
    type: 'bar',
    data: {
      labels: bars.map(({ label }) => label),
      datasets: [
        {
          data: bars.map(({ count }) => count),
          backgroundColor: bars.map(({ kind }) => BARS[kind]),
          borderRadius: 7,
          categoryPercentage: 0.9,
          barPercentage: 0.82,
        },
      ],
    },
    options: {
      ...STILL,
      indexAxis: 'y',
      layout: { padding: { right: 75 } },
      scales: {
        x: { display: false, min: 0, max: most },
        y: {
          grid: { display: false },
          border: { color: COLORS.rule, width: 2.5 },
          ticks: { color: COLORS.text, font: FONT(SMALL), padding: 10 },
        },
      },
    },
    plugins: [countLabels(bars.map(({ count }) => String(count)))],
  };
}

const FONT = (size: number) => ({ family: LABEL_FONT, size });

/** No animation and no page to respond to: the chart is drawn when it is made. */
const STILL = {
  responsive: false,
  animation: false,
  devicePixelRatio: 1,
  events: [],
  plugins: { legend: { display: false }, tooltip: { enabled: false } },
} satisfies ChartConfiguration['options'];

/** Draws the chart on a canvas of its own, copies it, and lets it go: a chart that is let go clears its canvas. */
function plot(
  ctx: SKRSContext2D,
  config: ChartConfiguration,
  at: { readonly y: number; readonly width: number; readonly height: number },
): void {
  const canvas = createCanvas(at.width, at.height);
  // Chart.js asks of a canvas what this one has: a 2D context, a width and a height.
  const chart = new Chart(canvas as never, config);
  ctx.drawImage(canvas, PAD, at.y);
  chart.destroy();
}

/** Chart.js hands out the context of the canvas that it was given. */
const contextOf = (chart: Chart): SKRSContext2D => chart.ctx as unknown as SKRSContext2D;

/** The amount above each bar, set off from the line that may cross it. */
const dayLabels = (said: readonly string[]): Plugin => ({
  id: 'day-labels',
  afterDatasetsDraw(chart) {
    const ctx = contextOf(chart);
    ctx.font = `${SMALL}px ${LABEL_FONT}`;
    ctx.fillStyle = COLORS.text;
    ctx.strokeStyle = COLORS.ground;
    ctx.lineWidth = 10;
    ctx.lineJoin = 'round';
    ctx.textAlign = 'center';
    ctx.textBaseline = 'bottom';
    said.forEach((text, index) => {
      const bar = chart.getDatasetMeta(0).data[index];
      if (bar === undefined) return;
      ctx.strokeText(text, bar.x, bar.y - 6);
      ctx.fillText(text, bar.x, bar.y - 6);
    });
  },
});

const countLabels = (said: readonly string[]): Plugin => ({
  id: 'count-labels',
  afterDatasetsDraw(chart) {
    const ctx = contextOf(chart);
    ctx.font = `${LARGE}px ${LABEL_FONT}`;
    ctx.fillStyle = COLORS.text;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    said.forEach((text, index) => {
      const bar = chart.getDatasetMeta(0).data[index];
      if (bar !== undefined) ctx.fillText(text, bar.x + 13, bar.y + 2);
    });
  },
});

/** Dashed across all days. */
const budgetLine = (line: { readonly dollars: number; readonly label: string }): Plugin => ({
  id: 'budget-line',
  afterDatasetsDraw(chart) {
    const { chartArea, scales } = chart;
    const y = scales['y']?.getPixelForValue(line.dollars);
    if (y === undefined) return;
    dash(contextOf(chart), { from: chartArea.left, to: chartArea.right, y });
  },
});
