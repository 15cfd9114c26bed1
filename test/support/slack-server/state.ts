/** What a Slack workspace remembers, as far as the app can see it. */
export interface FakeUser {
  readonly id: string;
  readonly team_id: string;
  readonly name: string;
  readonly is_bot: boolean;
  readonly is_admin: boolean;
  readonly is_restricted: boolean;
  readonly tz: string;
  readonly profile: { readonly display_name: string; readonly real_name: string };
}

export interface FakeChannel {
  readonly id: string;
  readonly name: string;
  readonly is_private: boolean;
  is_archived: boolean;
  is_ext_shared: boolean;
  readonly members: Set<string>;
}

export interface FakeReaction {
  readonly name: string;
  readonly users: string[];
}

export interface FakeMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts: string | null;
  readonly user: string;
  text: string;
  blocks: readonly unknown[];
  readonly metadata: unknown;
  readonly files: readonly { readonly id: string }[];
  readonly reactions: FakeReaction[];
  /** Set for an ephemeral message. */
  readonly only: string | null;
  deleted: boolean;
  edits: number;
}

export interface FakeFile {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly alt: string;
  received: number;
  sha256: string | null;
  /** Calls of completeUploadExternal that were taken. */
  completions: number;
  title: string;
  deleted: boolean;
  readonly shares: { readonly channel: string; readonly ts: string }[];
  /** `files.info` shows no shares so many times more. */
  hidden: number;
  /** `files.info` knows nothing of it so many times more. */
  unread: number;
}

export interface FakeView {
  readonly id: string;
  readonly user: string;
  hash: string;
  view: Record<string, unknown>;
}

export function makeState(team: string) {
  let stamp = 0n;
  let count = 0;
  return {
    team,
    bot: 'UBOT',
    users: new Map<string, FakeUser>(),
    channels: new Map<string, FakeChannel>(),
    messages: [] as FakeMessage[],
    files: new Map<string, FakeFile>(),
    /** Pictures that people sent, by file id. */
    pictures: new Map<string, Uint8Array>(),
    /** Files that Slack only points at, by file id. */
    elsewhere: new Map<string, string>(),
    views: new Map<string, FakeView>(),
    homes: new Map<string, Record<string, unknown>>(),
    /** Trigger ids that may open a view, until used or run out. */
    triggers: new Set<string>(),
    /** What was sent to response urls. */
    replies: [] as { readonly user: string; readonly body: Record<string, unknown> }[],
    revokedTokens: new Set<string>(),
    /** A refresh token is good once. */
    usedRefreshTokens: new Set<unknown>(),
    /** The limits of an app outside the Marketplace, and its readings within this minute. */
    /** Names only some of those who reacted, whatever was asked. */
    isCutShort: false,
    historyIsLimited: false,
    historyReadings: 0,
    scopes: null as ReadonlySet<string> | null,
    /** Unique and rising, as Slack's are. */
    ts(): string {
      const now = BigInt(Date.now()) * 1_000n;
      stamp = now > stamp ? now : stamp + 1n;
      return `${stamp / 1_000_000n}.${String(stamp % 1_000_000n).padStart(6, '0')}`;
    },
    id(prefix: string): string {
      count += 1;
      return `${prefix}${String(count).padStart(8, '0')}`;
    },
  };
}

export type FakeState = ReturnType<typeof makeState>;

export function findMessage(state: FakeState, channel: string, ts: string): FakeMessage | undefined {
  return state.messages.find((message) => message.channel === channel && message.ts === ts && !message.deleted);
}

export function addMessage(
  state: FakeState,
  message: Partial<FakeMessage> & Pick<FakeMessage, 'channel' | 'user'>,
): FakeMessage {
  const made: FakeMessage = {
    ...{ ts: state.ts(), thread_ts: null, text: '', blocks: [], metadata: null, files: [], reactions: [], only: null },
    ...{ deleted: false, edits: 0 },
    ...message,
  };
  state.messages.push(made);
  return made;
}

export function react(
  message: FakeMessage,
  { user, name, op }: { readonly user: string; readonly name: string; readonly op: 'add' | 'remove' },
): void {
  const known = message.reactions.find((reaction) => reaction.name === name);
  if (op === 'add') {
    if (known === undefined) message.reactions.push({ name, users: [user] });
    else if (!known.users.includes(user)) known.users.push(user);
    return;
  }
  if (known === undefined) return;
  const at = known.users.indexOf(user);
  if (at >= 0) known.users.splice(at, 1);
  if (known.users.length === 0) message.reactions.splice(message.reactions.indexOf(known), 1);
}
