import { z } from 'zod';
import { BUTTON_VERBS } from '../../core/card/card.ts';
import { channelId, messageId } from '../../core/ids.ts';
import { findPerson } from './people.ts';

/** Longer than anything that people paste, shorter than what would hurt. */
export const MAX_TEXT = 40_000;

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
const Text = z
  .string()
  .max(MAX_TEXT, `That is too long: at most ${MAX_TEXT} characters fit.`)
  .transform((text) => text.replaceAll('\0', '').toWellFormed());

const Line = Text.pipe(z.string().trim().min(1).max(200));
const Channel = z.string().transform(channelId);
const Message = z
  .string()
  .regex(/^[1-9]\d{0,17}$/)
  .transform(messageId);

const Sender = z.object({
  as: z.string().transform((id, context) => {
    const person = findPerson(id);
    if (person !== null) return person;
    context.addIssue('nobody of that name is here');
    return z.NEVER;
  }),
  nonce: z.string().regex(/^[\w-]{8,64}$/),
  timeZone: z
    .string()
    .nullish()
    .transform((zone) => (zone !== null && zone !== undefined && isTimeZone(zone) ? zone : null)),
});

export const SayBody = Sender.extend({ channel: Channel, thread: Message.nullable(), text: Text });

export const ReactionBody = Sender.extend({
  message: Message,
  emoji: Text.pipe(z.string().min(1).max(32)),
  op: z.enum(['add', 'remove']),
});

export const ButtonBody = Sender.extend({
  message: Message,
  verb: z.enum(BUTTON_VERBS),
  target: Text,
  argument: Text.nullable(),
});

export const FormBody = Sender.extend({
  channel: Channel,
  thread: Message.nullable(),
  text: Text,
  parentTake: z.string().nullable(),
});

export const ReasonBody = Sender.extend({ message: Message, take: z.string(), text: Text });

export const ChannelBody = z.object({
  name: Line.refine((name) => toChannelId(name) !== '', 'A name needs a letter or a digit.'),
});

/** `Spot: Coffee` becomes `spot-coffee`. Empty where nothing is left. */
export const toChannelId = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false; // a RangeError is how Intl says that it doesn't know the zone
  }
}
