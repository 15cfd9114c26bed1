import { randomUUID } from 'node:crypto';

interface WireButton {
  readonly verb: string;
  readonly target: string;
  readonly argument: string | null;
  readonly label: string;
}

export interface WireMessage {
  readonly id: string;
  readonly thread: string | null;
  readonly kind: string;
  readonly text: string;
  readonly card: { readonly text: string; readonly buttons: readonly WireButton[] } | null;
  readonly clip: {
    readonly media: string;
    readonly poster: string | null;
    readonly card: { readonly text: string };
  } | null;
}

/** Speaks to the playground as its page does. */
export function makePlaygroundClient(url: string, channel = 'previz-lab') {
  const post = async (path: string, body: object): Promise<{ readonly status: number; readonly body: unknown }> => {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ nonce: randomUUID(), timeZone: 'Europe/Berlin', channel, thread: null, ...body }),
    });
    return { status: response.status, body: await response.json() };
  };
  const read = async (path: string): Promise<unknown> => (await fetch(new URL(path, url))).json();
  const roots = async (as: string) =>
    ((await read(`/api/channels/${channel}/messages?as=${as}`)) as { messages: WireMessage[] }).messages; // the page's own contract
  const thread = async (root: string, as: string) =>
    ((await read(`/api/threads/${root}?as=${as}`)) as { replies: WireMessage[] }).replies; // the page's own contract
  return {
    post,
    read,
    roots,
    thread,
    say: (as: string, text: string, inThread: string | null = null) =>
      post('/api/messages', { as, text, thread: inThread }),
    react: (as: string, message: string, emoji: string, op: 'add' | 'remove' = 'add') =>
      post('/api/reactions', { as, message, emoji, op }),
    press: (as: string, message: WireMessage, verb: string) => {
      const found = message.card?.buttons.find((button) => button.verb === verb);
      if (found === undefined) throw new Error(`no button ${verb} on: ${message.text}`);
      return post('/api/buttons', { as, message: message.id, verb, target: found.target, argument: found.argument });
    },
    /** Everything that this person sees in the channel, threads included. */
    async everything(as: string): Promise<readonly WireMessage[]> {
      const top = await roots(as);
      const replies = await Promise.all(top.map((root) => thread(root.id, as)));
      return [...top, ...replies.flat()];
    },
  };
}
