/** What may go wrong with one call, as the facts tell it of real vendors. */
export type CreateFault =
  | 'reset-before' // the line dies before anything was accepted
  | 'reset-after' // accepted, and the answer is lost
  | '502-after' // accepted, and a gateway in between says 502
  | '500-before'
  | 'hang-after' // accepted, and no answer comes
  | 'garbled-after' // accepted, and the answer can't be read
  | '429'
  | '429-retry-after'
  | 'refused-words' // moderation of the prompt
  | 'bad-key'
  | 'no-model'
  | 'no-credit'
  | 'bad-request'
  | 'redirect';

export type RenderFault =
  | 'late-moderation' // runs, then is held back, and is billed
  | 'no-output' // completed without a video
  | 'stuck' // 99 % for ever
  | 'late' // runs for nine looks, then goes well
  | 'odd-status' // a word nobody heard of, then completed
  | 'failed'
  | 'canceled'
  | 'forgotten'; // 404 after a restart

export type PollFault = '500' | '429-retry-after' | 'reset' | '404-once' | 'html';

export type ContentFault =
  | 'expired-link'
  | 'cut-chunks' // ends early without an error
  | 'cut-length' // ends before its Content-Length
  | 'redirect-private'
  | 'not-a-clip'
  | 'drip'
  | '500';

/** Faults in the order they are to happen; without one, a call goes well. */
export interface FaultPlan {
  create(...faults: readonly CreateFault[]): void;
  render(...faults: readonly RenderFault[]): void;
  poll(...faults: readonly PollFault[]): void;
  content(...faults: readonly ContentFault[]): void;
}

export interface FaultQueue extends FaultPlan {
  readonly next: {
    create(): CreateFault | null;
    render(): RenderFault | null;
    poll(): PollFault | null;
    content(): ContentFault | null;
  };
}

/** What goes wrong where nothing is planned: the weather of a long run. */
export interface Weather {
  create(): CreateFault | null;
  render(): RenderFault | null;
  poll(): PollFault | null;
  content(): ContentFault | null;
}

const CALM: Weather = { create: () => null, render: () => null, poll: () => null, content: () => null };

export function makeFaults(weather: Weather = CALM): FaultQueue {
  const creates: CreateFault[] = [];
  const renders: RenderFault[] = [];
  const polls: PollFault[] = [];
  const contents: ContentFault[] = [];
  return {
    create: (...faults) => void creates.push(...faults),
    render: (...faults) => void renders.push(...faults),
    poll: (...faults) => void polls.push(...faults),
    content: (...faults) => void contents.push(...faults),
    next: {
      create: () => creates.shift() ?? weather.create(),
      render: () => renders.shift() ?? weather.render(),
      poll: () => polls.shift() ?? weather.poll(),
      content: () => contents.shift() ?? weather.content(),
    },
  };
}
