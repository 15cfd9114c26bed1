import { beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../support/slack-app.ts';
import { withSlack } from '../../support/slack-story.ts';

describe('a picture that Slack does not hand out', () => {
  const { forms, openForm, people, slack } = withSlack();

  beforeAll(async () => {
    slack.state.elsewhere.set('FDRIVE', 'https://drive.example.com/a.png');
  });

  it.each([
    ['was deleted', { id: 'FGONE', mimetype: 'image/png' }],
    ['lies elsewhere', { id: 'FDRIVE', mimetype: 'image/png' }],
    ['is another company’s', { id: 'FTHEIRS', file_access: 'check_file_info' }],
  ])('is left out of a brief, and said, where it %s', async (what, file) => {
    const ana = slack.person(`ana, ${what}`).id;
    const channel = slack.channel(what).id;
    const ts = slack.state.ts();

    await people.point(ana, { channel, ts, user: ana, text: `a pier that ${what} --model quick` }, [file]);
    const shown = await people.note(ana, `a pier that ${what}`);
    expect(textOf(shown)).toContain('A picture is left out. That picture can’t be fetched');
    await people.press(ana, shown, 'Run');

    await people.clip(channel, ts);
  });

  it('is a reason, in words, to make nothing of a form that names it', async () => {
    const ana = slack.person('form-ana').id;
    const channel = slack.channel('form').id;
    const view = await openForm(ana, channel);

    await forms.submit(ana, view, {
      ...forms.typed('scene', 'a pier without its picture'),
      ...forms.chosen('model', 'quick'),
      reference: { reference: { type: 'file_input', files: [{ id: 'FGONE' }] } },
    });

    await people.note(ana, 'That picture can’t be fetched from where it was posted');
    expect(await people.lines(channel)).toEqual([]);
  });
});
