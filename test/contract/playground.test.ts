import { makePlaygroundHarness } from '../support/playground-chat.ts';
import { makePlaygroundMemory } from '../support/playground-memory.ts';
import { describeChatSurface } from './chat-surface.ts';

describeChatSurface('playground', async () => makePlaygroundHarness(makePlaygroundMemory().store));
