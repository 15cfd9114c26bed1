import { expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import { QUICK, text, withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const { chat, eyes, channel, database } = withDiscord(() => ({ recordMs: 500 }));

it('does not work on what it said was not taken, once an insert that was held up is done', async () => {
  const { server, mira } = chat;
  const options = [text('scene', 'a held door'), QUICK];

  await withConnection(database.url, async (holder) => {
    await holder.query('begin');
    await holder.query('lock table act in access exclusive mode');
    const lost = server.slash(mira.id, channel.id, 'previz', options);
    await eyes.answered(lost);
    expect(lost.reply?.content).toContain('That wasn’t taken');
    await holder.query('commit');
    const acts = `select done_at from act where delivery_key = $1`;
    await until('it is withdrawn', async () => {
      const { rows } = await holder.query<{ done_at: Date | null }>(acts, [`interaction:${lost.id}`]);
      return rows[0]?.done_at != null;
    });
  });
  // On a busy machine this insert, too, may be late, which is said.
  await until('one that is taken', async () => {
    const asked = server.slash(mira.id, channel.id, 'previz', options);
    await eyes.answered(asked);
    return asked.reply?.content.includes('That wasn’t taken') !== true;
  });

  const thread = await eyes.thread(channel.id, 'a held door');
  await eyes.clip(thread.id);
  expect((await chat.lines()).filter(({ brief }) => brief.includes('a held door'))).toHaveLength(1);
});

itFitsDiscord('what was not taken', () => chat.server);
