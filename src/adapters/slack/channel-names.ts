import type { ChannelNames } from '../../core/ports/channel-names.ts';
import type { Call } from './calls.ts';
import { hasCode } from './errors.ts';

interface Named {
  readonly channel?: { readonly name?: string };
}

/** Asked when a digest needs one, so seldom that nothing is remembered. */
export const makeChannelNames = (call: Call): ChannelNames => ({
  async nameOf(workspace, channel) {
    try {
      return (await call<Named>(workspace, 'conversations.info', { channel })).channel?.name ?? null;
    } catch (error) {
      if (hasCode(error, 'channel_not_found', 'missing_scope')) return null;
      throw error;
    }
  },
});
