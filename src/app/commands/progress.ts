import type { TakeView } from '../../core/ports/show-store.ts';
import { isEnded } from '../../core/take/state.ts';
import type { Terminal } from '../cli.ts';

const WIDTH = 24;

/** A bar that is drawn over itself in a terminal; in a pipe a plain line whenever the state changes. */
export function makeProgress(terminal: Pick<Terminal, 'err' | 'isTty'>): (takes: readonly TakeView[]) => void {
  let last = '';
  return (takes) => {
    const text = takes
      .map((take) => (terminal.isTty ? toBar(take) : `${take.slug} take ${take.number}: ${take.state}`))
      .join('  ');
    if (text === last) return;
    last = text;
    const isOver = takes.every((take) => isEnded(take.state));
    terminal.err(terminal.isTty ? `\r\u001b[2K${text}${isOver ? '\n' : ''}` : `${text}\n`);
  };
}

function toBar(take: TakeView): string {
  const share = isEnded(take.state) || take.state === 'ready' ? 1 : (take.progress ?? 0);
  const full = Math.round(share * WIDTH);
  return `${take.slug} t${take.number} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${Math.round(share * 100)} % ${take.state}`;
}
