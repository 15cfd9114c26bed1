/** Calls a minute that Slack gives at least, by method: https://docs.slack.dev/apis/web-api/rate-limits */
const TIERS: Readonly<Record<string, number>> = {
  'users.list': 20,
  'conversations.info': 50,
  'users.info': 100,
  'conversations.members': 100,
};

/** The first minute of every tier: what is over it is told to wait for the next. */
export function makeTiers() {
  const made = new Map<string, number>();
  return (method: string): number | null => {
    const count = (made.get(method) ?? 0) + 1;
    made.set(method, count);
    return count > (TIERS[method] ?? Infinity) ? 60 : null;
  };
}
