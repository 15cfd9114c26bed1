/** Columns as wide as their widest cell; the last one is left ragged. */
export function toTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map((row) => (row[index] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [line(columns), line(widths.map((width) => '─'.repeat(width))), ...rows.map((row) => line(row))].join('');
}
