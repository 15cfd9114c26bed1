import { clearStrays } from '../adapters/media/clear-strays.ts';
import type { Composed } from './compose.ts';

const EVERY_MS = 86_400_000;

/** Clears stray downloads at the start and once a day; what fails is tried again the next day. */
export function startClearing({ studio, mediaFolder }: Composed): { stop(): Promise<void> } {
  const clear = async () => {
    try {
      const now = studio.clock.now();
      const cleared = await clearStrays({
        folder: mediaFolder,
        unnamed: (sha256s) => studio.due.unnamed(sha256s),
        now,
      });
      if (cleared > 0) studio.report.info({ cleared }, 'downloads that were no clips are cleared away');
    } catch (error) {
      studio.report.warn({ error }, 'downloads that were no clips could not be cleared away');
    }
  };
  let running = clear();
  const timer = setInterval(() => {
    running = running.then(clear);
  }, EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
