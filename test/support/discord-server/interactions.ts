import { type Answer, type Call, DONE, no, ok } from './answers.ts';
import type { RuleDeps } from './messages.ts';
import type { Component, Interaction } from './world.ts';

const TOKEN_MS = 15 * 60_000;
const FIRST_ANSWER_MS = 3_000;

/** How interactions may be answered: once, within three seconds; their reply for fifteen minutes. */
export function makeInteractions({ world, now }: Pick<RuleDeps, 'world' | 'now'>) {
  return { answerInteraction, editReply, dropReply };

  function answerInteraction(id: string | undefined, { body }: Call): Answer {
    const interaction = world.interactions.get(id ?? '');
    if (interaction === undefined || now() - interaction.at > FIRST_ANSWER_MS)
      return no(404, 10_062, 'Unknown interaction');
    if (interaction.callback !== null) return no(400, 40_060, 'Interaction has already been acknowledged.');
    const data = (body['data'] ?? {}) as Readonly<Record<string, unknown>>;
    interaction.callback = { type: Number(body['type']), data, at: now() };
    if (interaction.callback.type === 4 || interaction.callback.type === 5) interaction.reply = toReply(data);
    return DONE;
  }

  function byToken(token: string | undefined): Interaction | null {
    const found = [...world.interactions.values()].find((interaction) => interaction.token === token);
    return found === undefined || now() - found.at > TOKEN_MS ? null : found;
  }

  function editReply(token: string | undefined, { body }: Call): Answer {
    const interaction = byToken(token);
    if (interaction === null) return no(401, 50_027, 'Invalid Webhook Token');
    if (interaction.callback === null) return no(404, 10_015, 'Unknown Webhook');
    const before = interaction.reply ?? { content: '', components: [], flags: 64 };
    interaction.reply = {
      content: body['content'] === undefined ? before.content : String(body['content'] ?? ''),
      components: (body['components'] ?? before.components) as readonly Component[],
      flags: before.flags | Number(body['flags'] ?? 0),
    };
    interaction.edits += 1;
    return ok({ id: interaction.id });
  }

  function dropReply(token: string | undefined): Answer {
    const interaction = byToken(token);
    if (interaction === null) return no(401, 50_027, 'Invalid Webhook Token');
    interaction.reply = null;
    return DONE;
  }
}

const toReply = (data: Readonly<Record<string, unknown>>): NonNullable<Interaction['reply']> => ({
  content: String(data['content'] ?? ''),
  components: (data['components'] ?? []) as readonly Component[],
  flags: Number(data['flags'] ?? 0),
});
