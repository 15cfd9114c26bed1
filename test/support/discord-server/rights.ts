import { type Answer, no } from './answers.ts';
import type { Channel } from './world.ts';

/** Discord's bits for what a bot may do in a channel. */
export const RIGHT = {
  react: 1n << 6n,
  view: 1n << 10n,
  send: 1n << 11n,
  attach: 1n << 15n,
  history: 1n << 16n,
  manageThreads: 1n << 34n,
  openThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const;

/** What the bot was invited with, and nothing else. */
export const INVITED =
  RIGHT.react | RIGHT.view | RIGHT.send | RIGHT.attach | RIGHT.history | RIGHT.openThreads | RIGHT.sendInThreads;

export const may = ({ guild, rights }: Channel, right: bigint): boolean => guild === null || (rights & right) === right;

/** Discord's refusal where one of these is missing; null: go on. */
export function refusalIn(channel: Channel, ...rights: readonly bigint[]): Answer | null {
  if (!may(channel, RIGHT.view)) return no(403, 50_001, 'Missing Access');
  return rights.every((right) => may(channel, right)) ? null : no(403, 50_013, 'Missing Permissions');
}
