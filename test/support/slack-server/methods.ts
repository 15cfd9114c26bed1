import type { Methods } from './call.ts';
import { CHAT } from './chat-methods.ts';
import { CONVERSATIONS } from './conversation-methods.ts';
import { FILES } from './file-methods.ts';
import { PEOPLE } from './people-methods.ts';
import { REACTIONS } from './reaction-methods.ts';
import { VIEWS } from './view-methods.ts';

export const METHODS: Methods = { ...PEOPLE, ...CHAT, ...CONVERSATIONS, ...REACTIONS, ...FILES, ...VIEWS };
