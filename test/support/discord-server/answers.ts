/** One request, as it came. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly token: string | null;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export const no = (status: number, code: number, message: string): Answer => ({ status, body: { code, message } });
export const ok = (body: unknown): Answer => ({ status: 200, body });
export const DONE: Answer = { status: 204 };
