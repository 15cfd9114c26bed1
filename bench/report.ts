import { cpus, totalmem } from 'node:os';

/** One measured figure beside what was aimed at. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean;
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  const rows = [
    ['what', 'measured', 'target', ''],
    ...figures.map((figure) => [figure.what, figure.measured, figure.target, figure.met ? 'met' : 'MISSED']),
  ];
  const widths = [0, 1, 2, 3].map((index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  process.stdout.write(`\n${title}\n${machine()}\n`);
  for (const row of rows)
    process.stdout.write(
      `${row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
}

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;

/** The value below which this share of the samples lies; nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
