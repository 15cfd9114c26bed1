/** Slack's numbers in one place. Sources: Block Kit reference (docs.slack.dev/reference/block-kit), where no other is named. */
export const LIMITS = {
  blocks: 50,
  homeBlocks: 100,
  sectionText: 3_000,
  fields: 10,
  fieldText: 2_000,
  actions: 25,
  buttonText: 75,
  buttonValue: 2_000,
  actionId: 255,
  altText: 2_000,
  contextText: 2_000,
  /** Slack answers msg_blocks_too_long near 13,200 characters in all (bolt-js #2509), below its documented limits. */
  messageChars: 12_000,
  /** Edits over 4,000 characters fail with msg_too_long, though posts take more. */
  fallbackText: 3_000,
  fileAlt: 1_000,
  /** https://slack.com/help/articles/201330736 */
  fileBytes: 1024 ** 3,
  modalTitle: 24,
  privateMetadata: 3_000,
  optionText: 75,
  inputText: 2_000,
  options: 100,
} as const;

/** How long Slack is given, in milliseconds. */
export interface SlackTiming {
  /** Between two edits of one message: Slack allows chat.update about 50 times a minute in a workspace, for all together. */
  readonly editPaceMs: number;
  /** A post that Slack took may show a moment later; before that, "not found" proves nothing. */
  readonly settleMs: number;
  /** Slack shares a file some time after it said yes, while it looks for malware: looked at in these steps, in one run. */
  readonly lookMs: readonly number[];
  /** A share that is not there by then never comes ("ok: true" that never shares): the file is deleted and sent anew. */
  readonly shareMs: number;
  /** An upload that moves may take long; one that stands still for so long is given up. */
  readonly uploadIdleMs: number;
}

export const TIMING: SlackTiming = {
  editPaceMs: 3_000,
  settleMs: 3_000,
  lookMs: [50, 150, 300, 500, 1_000, 2_000, 2_000],
  shareMs: 60_000,
  uploadIdleMs: 30_000,
};

/** Words that Slack would cut in the middle of an escape are cut before they are escaped. */
export function cut(text: string, length: number): string {
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}
