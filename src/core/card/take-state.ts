import { usualMs } from '../model/model.ts';
import type { TakeView } from '../ports/show-store.ts';
import { type TakeState, WAITS_AT_PROVIDER } from '../take/state.ts';
import type { Block, Line, Tone } from './card.ts';
import type { CardContext } from './context.ts';
import { toDuration } from './duration.ts';
import { failureWords } from './failure-words.ts';
import { toUnknownWords } from './unknown-words.ts';

/** The state in plain words. While it runs, the start is a time of its own, so that a surface can show it ticking. */
export function toStateLine(view: TakeView, context: CardContext): Line {
  const running = runningWords(view.state);
  const isWaiting = view.state === 'rendering' && view.detail === WAITS_AT_PROVIDER;
  if (running !== null) return runningLine(view, context, isWaiting ? 'Waiting for its turn at the provider' : running);
  switch (view.state) {
    case 'undeliverable':
      return [
        'The clip is finished and kept, but it could not be posted here. ',
        { code: `/previz show ${view.slug}` },
        ' posts it again.',
      ];
    case 'unknown':
      return toUnknownWords(view, context);
    case 'canceled':
      return view.cancelBy === null ? ['Canceled.'] : ['Canceled by ', { person: view.cancelBy }, '.'];
    case 'failed':
    case 'refused':
      return failedLine(view);
    default:
      return [`Delivered after ${toDuration(view.stateAt.getTime() - view.createdAt.getTime())}.`];
  }
}

/** Running without a measure where the provider tells none. */
export function toProgress(view: TakeView): readonly Block[] {
  if (view.state === 'fetching') return [{ kind: 'progress', value: 1, label: 'Rendered' }];
  if (view.state !== 'submitting' && view.state !== 'rendering') return [];
  const value = view.progress === null ? null : Math.min(1, Math.max(0, view.progress));
  return [{ kind: 'progress', value, label: 'Rendering' }];
}

export function toTone(view: Pick<TakeView, 'state' | 'decision'>): Tone {
  if (runningWords(view.state) !== null) return 'running';
  if (view.state === 'failed' || view.state === 'refused') return 'bad';
  if (view.state === 'unknown' || view.state === 'undeliverable') return 'warning';
  if (view.state === 'canceled') return 'plain';
  const byDecision = {
    open: 'plain',
    split: 'warning',
    approved: 'good',
    rejected: 'bad',
    superseded: 'plain',
  } as const;
  return byDecision[view.decision.state];
}

function runningWords(state: TakeState): string | null {
  const words: Partial<Record<TakeState, string>> = {
    queued: 'In the queue',
    submitting: 'On its way to the renderer',
    rendering: 'Rendering',
    fetching: 'Rendered; fetching the clip',
    ready: 'Finished; posting the clip',
  };
  return words[state] ?? null;
}

function runningLine(view: TakeView, { model, now }: CardContext, words: string): Line {
  const started: Line = [words, view.state === 'queued' ? ' · asked ' : ' · started ', { at: view.createdAt }];
  if (view.cancelBy !== null) return [...started, ' · ', { person: view.cancelBy }, ' asked to cancel; stopping it'];
  if (model === null) return started;
  const elapsed = now.getTime() - view.createdAt.getTime();
  const usualTime = usualMs(model, view.params.seconds);
  const usual = `usually about ${toDuration(usualTime)}`;
  return [...started, elapsed > usualTime * 2 ? ` · ${usual}, so this one is slow` : ` · ${usual}`];
}

/** Why there is no clip, in the words of the card, for a place that shows plain lines; never a vendor's own text. */
export function toNoClipWords(view: Pick<TakeView, 'state' | 'failure'>): string {
  if (view.state === 'unknown')
    return 'unknown. It may have been charged, or not: its money stays held, and Previz keeps checking.';
  if (view.failure === null) return view.state;
  const { happened, next } = failureWords(view.failure);
  return `${view.state}. ${happened} ${next}`;
}

function failedLine(view: TakeView): Line {
  const { happened, next } = failureWords(view.failure);
  return [{ bold: view.state === 'refused' ? 'Refused. ' : 'Failed. ' }, `${happened} ${next}`];
}
