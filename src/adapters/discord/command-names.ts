/** What stands behind the slash, and in a message's menu. */
export const COMMAND = { previz: 'previz', team: 'previz-team', this: 'Pre-viz this' } as const;
