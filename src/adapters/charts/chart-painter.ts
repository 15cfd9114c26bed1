import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DigestPainter } from '../../core/ports/digest-painter.ts';
import type { Drawn } from './messages.ts';

export interface ChartPainter extends DigestPainter {
  stop(): Promise<void>;
}

interface Hand {
  readonly child: ChildProcess;
  /** Ends what is under way with an error. */
  fail(error: Error): void;
}

interface Waiting {
  readonly run: (hand: Hand) => void;
}

const CHILD = fileURLToPath(new URL('./chart-child.ts', import.meta.url));
/** A picture takes some tens of milliseconds; a child that says nothing for so long is stuck. */
const PATIENCE_MS = 20_000;
/** Digests come together, on Monday morning; in between no child waits for them. */
const IDLE_MS = 10_000;

/**
 * Draws in child processes, so that neither drawing nor a crash of the native canvas touches this one. Children are
 * started when there is something to draw, draw one picture after another, and leave when nothing comes.
 */
export function makeChartPainter({ hands = 2 }: { readonly hands?: number } = {}): ChartPainter {
  const idle: { readonly hand: Hand; readonly timer: NodeJS.Timeout }[] = [];
  const all = new Set<Hand>();
  const waiting: Waiting[] = [];
  let lastId = 0;
  let stopped = false;

  const dismiss = (hand: Hand) => {
    all.delete(hand);
    hand.child.kill('SIGKILL');
  };
  const giveBack = (hand: Hand) => {
    const next = waiting.shift();
    if (next !== undefined) return next.run(hand);
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((one) => one.hand === hand),
        1,
      );
      dismiss(hand);
    }, IDLE_MS);
    timer.unref();
    idle.push({ hand, timer });
  };
  const take = (): Promise<Hand> => {
    const free = idle.pop();
    if (free !== undefined) {
      clearTimeout(free.timer);
      return Promise.resolve(free.hand);
    }
    if (all.size >= hands) return new Promise((run) => waiting.push({ run }));
    const hand = startHand((gone) => {
      all.delete(gone);
      const at = idle.findIndex((one) => one.hand === gone);
      if (at >= 0) idle.splice(at, 1);
      // Somebody waited for it: a new one takes its place.
      const next = waiting.shift();
      if (next !== undefined && !stopped) void take().then(next.run);
    });
    all.add(hand);
    return Promise.resolve(hand);
  };

  return {
    async paint(picture) {
      if (stopped) throw new Error('the painter has stopped');
      const hand = await take();
      const id = ++lastId;
      try {
        const drawn = await ask(hand, id, () => hand.child.send({ id, picture }));
        return drawn;
      } catch (error) {
        if (!(error instanceof NotDrawn)) dismiss(hand);
        throw error;
      } finally {
        if (all.has(hand)) giveBack(hand);
      }
    },
    async stop() {
      stopped = true;
      for (const { timer } of idle) clearTimeout(timer);
      const ended = [...all].map(({ child }) => {
        child.ref();
        return child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
      });
      for (const hand of [...all]) dismiss(hand);
      await Promise.all(ended);
    },
  };
}

/** The child is well; this one picture can't be drawn. */
class NotDrawn extends Error {}

function ask(hand: Hand, id: number, send: () => void): Promise<Uint8Array> {
  const { child } = hand;
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(patience);
      child.off('message', listen);
    };
    const listen = (raw: unknown) => {
      // Our own child sends nothing else.
      const drawn = raw as Drawn;
      if (drawn.id !== id) return;
      end();
      if (drawn.kind === 'drawn') resolve(drawn.png);
      else reject(new NotDrawn(drawn.detail));
    };
    hand.fail = (error) => {
      end();
      reject(error);
    };
    const patience = setTimeout(() => hand.fail(new Error('a picture took too long')), PATIENCE_MS);
    child.on('message', listen);
    send();
  });
}

function startHand(onGone: (hand: Hand) => void): Hand {
  const child = fork(CHILD, [], {
    execPath: process.execPath,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // Nothing is inherited, no secret either; and only the fonts of our packages are drawn with.
    env: { DISABLE_SYSTEM_FONTS_LOAD: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const hand: Hand = { child, fail: () => {} };
  const gone = (error: Error) => {
    hand.fail(error);
    onGone(hand);
  };
  child.once('error', gone);
  child.once('exit', (code, signal) => gone(new Error(`the painter's child ended by ${signal ?? code}`)));
  // A command that is done doesn't wait for a child that has nothing to do.
  child.unref();
  child.channel?.unref();
  return hand;
}
