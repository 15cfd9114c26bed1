/** What a test may do at a moment of a take, as its server sees it: kill somebody. */
export const MOMENTS = ['upload', 'post', 'accepted', 'answered', 'poll', 'content', 'half', 'whole'] as const;
export type Moment = (typeof MOMENTS)[number];

/** Called at each moment, and waited for. */
export type Reach = (moment: Moment) => Promise<void>;
