/** What goes wrong with requests: the first fault that fits is used, as often as it says. */
export interface Fault {
  readonly method?: string;
  readonly path?: RegExp;
  /** Only requests that upload something. */
  readonly files?: true;
  /**
   * `refuse`: the connection is cut before anything is done. `swallow`: it is done, and the answer is lost.
   * `status`: an answer of that status, nothing done. `limit`: 429 with that many seconds. `delay`: done after a while.
   * `stall`: done, and the answer never comes. `truncate`: done, but only half of each uploaded file arrives.
   */
  readonly kind: 'refuse' | 'swallow' | 'status' | 'limit' | 'delay' | 'stall' | 'truncate';
  readonly value?: number;
  /** Discord's own code, with a `status`. */
  readonly code?: number;
  times: number;
}

export interface Faults {
  add(fault: Omit<Fault, 'times'> & { readonly times?: number }): void;
  take(call: { readonly method: string; readonly path: string; readonly files: readonly unknown[] }): Fault | null;
  /** How many of the faults were not met yet. */
  left(): number;
  clear(): void;
}

export function makeFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add: (fault) => {
      faults.push({ ...fault, times: fault.times ?? 1 });
    },
    take({ method, path, files }) {
      const found = faults.find(
        (fault) =>
          fault.times > 0 &&
          (fault.files === undefined || files.length > 0) &&
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || fault.path.test(path)),
      );
      if (found === undefined) return null;
      found.times -= 1;
      return found;
    },
    left: () => faults.reduce((sum, { times }) => sum + times, 0),
    clear: () => {
      faults = [];
    },
  };
}
