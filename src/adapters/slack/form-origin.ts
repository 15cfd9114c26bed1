import { createHmac, timingSafeEqual } from 'node:crypto';
import { channelId, messageId, type ThreadRef, workspaceId } from '../../core/ids.ts';

/** What a form remembers of where it was opened. */
export interface Origin {
  readonly place: ThreadRef;
  /** A take or request that it was filled from; of a reason, the take; of settings, the page. */
  readonly target: string | null;
  /** Options that the form has no field for. */
  readonly rest: string;
}

/** Written into a form, and read when it comes back: from the client, and so sealed for the one person whom it was opened for. */
export interface Origins {
  write(place: ThreadRef, person: string, more: { readonly target: string | null; readonly rest?: string }): string;
  /** null for what was not written here, or for somebody else. */
  read(metadata: string, person: string): Origin | null;
}

/** To whoever sends a form that was changed on its way, or that a process with another secret opened. */
export const NOT_OURS = 'This form is not as it was opened here for you. Close it, and open it again.';

/** `secret` is known to every process that opens forms. */
export function makeOrigins(secret: string): Origins {
  const seal = (person: string, parts: Parts): string =>
    createHmac('sha256', secret)
      .update(
        `slack form ${JSON.stringify([person, parts.workspace, parts.channel, parts.thread, parts.target, parts.rest])}`,
      )
      .digest('base64url');
  return {
    write({ workspace, channel, thread }, person, { target, rest = '' }) {
      const parts: Parts = { workspace, channel, thread, target, rest };
      return JSON.stringify({ ...parts, seal: seal(person, parts) });
    },
    read(metadata, person) {
      const read = readParts(metadata);
      if (read === null || !isSame(read.seal, seal(person, read.parts))) return null;
      const { workspace, channel, thread, target, rest } = read.parts;
      const place = {
        platform: 'slack',
        workspace: workspaceId(workspace),
        channel: channelId(channel),
        thread: thread === null ? null : messageId(thread),
      } as const;
      return { place, target, rest };
    },
  };
}

interface Parts {
  readonly workspace: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly target: string | null;
  readonly rest: string;
}

function readParts(metadata: string): { readonly parts: Parts; readonly seal: string } | null {
  let read: unknown;
  try {
    read = JSON.parse(metadata);
  } catch {
    return null;
  }
  const values = new Map<string, unknown>(Object.entries(typeof read === 'object' && read !== null ? read : {}));
  const text = (name: string): string | null => {
    const value = values.get(name);
    return typeof value === 'string' ? value : null;
  };
  const [workspace, channel, seal] = [text('workspace'), text('channel'), text('seal')];
  if (workspace === null || channel === null || seal === null) return null;
  const parts = { workspace, channel, thread: text('thread'), target: text('target'), rest: text('rest') ?? '' };
  return { parts, seal };
}

function isSame(given: string, made: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(made)];
  return one.length === other.length && timingSafeEqual(one, other);
}
