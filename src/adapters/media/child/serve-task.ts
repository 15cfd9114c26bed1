import type { z } from 'zod';

/** The child's side of `askChild`: reads its one task, does it, answers. It ends with its parent, whatever happens. */
export function serveTask<Task>(
  schema: z.ZodType<Task>,
  work: (task: Task, progress: (share: number) => void) => Promise<unknown>,
): void {
  const tell = (answer: object) => {
    process.send?.(answer);
  };
  process.once('disconnect', () => process.exit(1));
  // A terminal's Ctrl-C goes to all processes; the parent decides when its children end.
  process.on('SIGINT', () => undefined);
  process.once('message', (raw) => {
    void (async () => {
      try {
        const task = schema.parse(JSON.parse(String(raw)));
        const value = await work(task, (share) => tell({ kind: 'progress', share }));
        tell({ kind: 'done', value: value ?? null });
      } catch (error) {
        tell({ kind: 'failed', detail: error instanceof Error ? error.message : String(error) });
      }
    })();
  });
}
