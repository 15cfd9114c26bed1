import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../../support/database.ts';
import { makePeople, type SlackApp, startSlackApp, textOf } from '../../support/slack-app.ts';
import { makeForms } from '../../support/slack-forms.ts';
import { QUICK } from '../../support/slack-story.ts';
import { until } from '../../support/until.ts';

describe('a picture that Slack does not hand out', () => {
  const database = withDatabase();
  let run: SlackApp;
  let people: ReturnType<typeof makePeople>;

  beforeAll(async () => {
    run = await startSlackApp(database.url, 'http', { parts: QUICK });
    people = makePeople(run);
    run.slack.state.elsewhere.set('FDRIVE', 'https://drive.example.com/a.png');
  });
  afterAll(() => run?.stop());

  it.each([
    ['was deleted', { id: 'FGONE', mimetype: 'image/png' }],
    ['lies elsewhere', { id: 'FDRIVE', mimetype: 'image/png' }],
    ['is another company’s', { id: 'FTHEIRS', file_access: 'check_file_info' }],
  ])('is left out of a brief, and said, where it %s', async (what, file) => {
    const { slack } = run;
    const ana = slack.person(`ana, ${what}`).id;
    const channel = slack.channel(what).id;
    const ts = slack.state.ts();

    await slack.delivery.interactive(ana, {
      ...{ type: 'message_action', callback_id: 'previz_this', action_ts: slack.state.ts(), message_ts: ts },
      channel: { id: channel, name: what },
      message: { type: 'message', user: ana, ts, text: `a pier that ${what} --model quick`, files: [file] },
      response_url: slack.delivery.responseUrl(ana),
    });
    const shown = await people.note(ana, `a pier that ${what}`);
    expect(textOf(shown)).toContain('A picture is left out. That picture can’t be fetched');
    await people.press(ana, shown, 'Run');

    await people.clip(channel, ts);
  });

  it('is a reason, in words, to make nothing of a form that names it', async () => {
    const { slack } = run;
    const forms = makeForms(slack);
    const ana = slack.person('form-ana').id;
    const channel = slack.channel('form').id;
    await slack.delivery.command(ana, channel, '');
    const view = await forms.view(ana, 'form:request');
    await until('it is filled', async () => JSON.stringify(view.view).includes('Price'));

    await forms.submit(ana, view, {
      ...forms.typed('scene', 'a pier without its picture'),
      ...forms.chosen('model', 'quick'),
      reference: { reference: { type: 'file_input', files: [{ id: 'FGONE' }] } },
    });

    await people.note(ana, 'That picture can’t be fetched from where it was posted');
    expect((await people.log()).filter((line) => line.channel === channel)).toEqual([]);
  });
});
