/** Slack's two names for one emoji, and the ones that votes are seeded with, as every surface writes them. */
const NAMES: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔',
  x: '❌',
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
};

/**
 * The reaction as the core reads it: aliases are one emoji, a skin tone stays, since one person can hold several of one
 * emoji and removes each by itself. Custom emoji keep their name.
 */
export function toEmoji(reaction: string): string {
  const [name = '', ...tone] = reaction.split('::');
  const emoji = Object.hasOwn(NAMES, name) ? NAMES[name] : name;
  return [emoji, ...tone].join('::');
}
