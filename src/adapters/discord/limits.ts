/** Discord's numbers in one place. Sources: https://docs.discord.com/developers (reference, components, threads), where no other is named. */
export const LIMITS = {
  content: 2_000,
  /** All text displays of one message together. */
  cardText: 4_000,
  components: 40,
  buttonsPerRow: 5,
  rows: 5,
  customId: 100,
  buttonLabel: 80,
  threadName: 100,
  fileDescription: 1_024,
  modalTitle: 45,
  labelText: 45,
  labelDescription: 100,
  textInput: 4_000,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  nonce: 25,
  reactionsPage: 100,
  messagesPage: 100,
} as const;

/** The longest that Discord offers: seven days. Only messages keep a thread open; reactions don't. */
export const AUTO_ARCHIVE_MINUTES = 10_080;

/** Default, level 1, 2 and 3 of a guild's boosts. A bot's own messages get the guild's limit, not a person's. */
const UPLOAD_MIB = [10, 10, 50, 100] as const;

export const uploadLimitOf = (premiumTier: number): number => (UPLOAD_MIB[premiumTier] ?? UPLOAD_MIB[0]) * 1024 * 1024;

/** What every guild takes. */
export const LEAST_UPLOAD = uploadLimitOf(0);

/** Edits of one message: about five in five seconds a channel, shared by all takes of a thread. */
export const EDIT_PACE_MS = 2_000;

/** How long Discord remembers a nonce is "the past few minutes"; after this much, a post is looked for instead. */
export const NONCE_WINDOW_MS = 2 * 60_000;

/** An interaction's token lives 15 minutes; the last one is left alone. */
export const TOKEN_MS = 14 * 60_000;

/** Cut by what people see as characters, so that no pair is torn. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const points = [...text];
  let kept = '';
  for (const point of points) {
    if (kept.length + point.length > length - 1) break;
    kept += point;
  }
  return `${kept}…`;
}
