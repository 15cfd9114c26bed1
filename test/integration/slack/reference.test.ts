import { createHash } from 'node:crypto';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReferenceShelf } from '../../../src/adapters/media/reference-shelf.ts';
import { makeCall } from '../../../src/adapters/slack/calls.ts';
import { makePace } from '../../../src/adapters/slack/pace.ts';
import { makeSlackFiles, toSlackFile } from '../../../src/adapters/slack/slack-files.ts';
import { UserError } from '../../../src/core/errors.ts';
import { type SlackServer, startSlackServer } from '../../support/slack-server/slack-server.ts';

describe('a picture of a Slack message', () => {
  let slack: SlackServer;

  beforeAll(async () => {
    slack = await startSlackServer();
  });
  afterAll(() => slack.stop());

  const shelf = () => {
    const tokens = { botToken: async () => 'xoxb-test' };
    const call = makeCall({
      tokens,
      pace: makePace({ now: () => new Date() }),
      apiUrl: slack.apiUrl,
      logger: undefined,
    });
    const store = async (_: string, bytes: AsyncIterable<Uint8Array>) => {
      const hash = createHash('sha256');
      for await (const piece of bytes) hash.update(piece);
      return { sha256: hash.digest('hex'), media: 'takes/x', bytes: 0n };
    };
    return makeReferenceShelf({
      media: { store, probe: async () => ({ kind: 'unplayable', reason: '' }), localPath: async () => '' },
      openPrivate: makeSlackFiles({ call, tokens, apiUrl: slack.apiUrl }),
    });
  };

  it('is fetched with the bot token, and kept with its hash', async () => {
    const bytes = createCanvas(8, 8).toBuffer('image/png');
    slack.state.pictures.set('FPIC', bytes);

    const kept = await shelf().keep(toSlackFile(slack.state.team, 'FPIC'));

    expect(kept).toMatchObject({ mime: 'image/png', sha256: createHash('sha256').update(bytes).digest('hex') });
  });

  it('is refused where it is no picture', async () => {
    slack.state.pictures.set('FTEXT', Buffer.from('<svg onload="alert(1)"/>'));

    await expect(shelf().keep(toSlackFile(slack.state.team, 'FTEXT'))).rejects.toBeInstanceOf(UserError);
  });

  it('never sends the token to an address that somebody typed', async () => {
    const typed = `${slack.apiUrl.replace('/api/', '')}/files-pri/FPIC`;

    await expect(shelf().keep(typed)).rejects.toBeInstanceOf(UserError);
  });
});
