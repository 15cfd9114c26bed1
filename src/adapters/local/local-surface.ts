import { messageId, type OutboxId } from '../../core/ids.ts';
import type { ChatSurface } from '../../core/ports/chat-surface.ts';

/**
 * The command line as a surface: it has no channel to post into. What it shows, it prints from the same rows, so every
 * post succeeds and names a message after its key.
 */
export function makeLocalSurface(): ChatSurface {
  const named = async (key: OutboxId) => messageId(`local-${key}`);
  return {
    editPaceMs: 0,
    openThread: async (_place, _card, key) => ({ message: await named(key), thread: await named(key) }),
    post: (_place, _card, key) => named(key),
    edit: async () => {},
    deliver: (_place, _clip, key) => named(key),
    editClip: async () => {},
    tell: async () => null,
    readReactions: async () => [],
  };
}
