import { describe, expect, it } from 'vitest';
import { ana, ben } from '../card/views.ts';
import { gus, logLine, makePlace, olga, textOf } from './place.ts';

describe('models', () => {
  it('lists who can render, cheapest first, with what five seconds cost', async () => {
    const text = textOf(await makePlace().type('models'));

    expect(text).toContain(
      'animatic (Free One) | animatic | free | 1 min 10 s\npaid-1 (Paid One) | somebody | $0.40 for 4 s | 1 min',
    );
    expect(text).toContain('runway-1 (Paid One) | runway | no known price');
    expect(text).toContain('Drafts use animatic, finals paid-1.');
  });

  it('names what has no key here apart, offers it to nobody, and marks a price that is not sure', async () => {
    const text = textOf(await makePlace().type('models'));

    expect(text).toContain('Known, but not set up here: unset-1.');
    expect(text).not.toContain('unset-1 (');
    expect(text).toContain('paid-1 (Paid One) | somebody | $0.40');
  });

  it('leaves out what is retired, and what the channel’s agreements bar', async () => {
    const { type } = makePlace();
    expect(textOf(await type('models'))).not.toContain('old-1');

    await type('policy providers runway', olga);

    const text = textOf(await type('models'));
    expect(text).not.toContain('Paid One) | somebody');
    expect(text).toContain('animatic (Free One)');
  });
});

describe('templates', () => {
  it('lists all of them, or one with its slots and version', async () => {
    const { type } = makePlace();

    expect(textOf(await type('templates'))).toContain('neutral | Neutral | Anything');
    expect(textOf(await type('templates neutral'))).toContain('style: plain\nVersion abcdef123456.');
  });
});

describe('log', () => {
  const log = [
    logLine(),
    logLine({ shot: 'PV-0002', requested_at: '2026-11-01T08:00:00.000Z', brief: 'a harbor', cost_micros: null }),
    logLine({ shot: 'PV-0003', channel: 'D' }),
  ];

  it('shows the latest of this channel in its zone, by name', async () => {
    const text = textOf(await makePlace({ log }).type('log'));

    expect(text).toContain('The latest 2\n');
    expect(text).toContain(
      'PV-0001 t01 | 2026-11-20 23:30 | Ben | paid-1 | delivered | $0.50 | approved | a lighthouse in a storm, seen from a ve…',
    );
    expect(text).toContain('PV-0002 t01 | 2026-11-01 08:00 | Ben | paid-1 | delivered | $0.60 est. |');
    expect(text).not.toContain('PV-0003');
  });

  it('finds words, and says what was looked for', async () => {
    const { type } = makePlace({ log });

    expect(textOf(await type('log "harbor"'))).toContain('The latest 1: “harbor”');
    expect(textOf(await type('log "desert"'))).toContain('Nothing found: “desert”.');
    expect(textOf(await type('log --since 7d'))).toContain('The latest 1: last 7 days');
    expect(textOf(await type('log --since 2026-11-01'))).toContain('PV-0002');
  });

  it('names the owner who let a request through', async () => {
    const passed = makePlace({ log: [logLine({ let_through_by: ben })] });

    expect(textOf(await passed.type('log'))).toContain('| delivered, let through by Ben |');
  });

  it('of another channel is for owners', async () => {
    const { type } = makePlace({ log });

    expect(textOf(await type('log --channel D', ana))).toBe('Another channel’s log is for budget owners: U-olga.');
    expect(textOf(await type('log --channel <#D|other>', olga))).toContain('PV-0003');
    expect(textOf(await type('log --channel #previz', ana))).toContain('PV-0001');
  });

  it('shows a guest neither money nor briefs', async () => {
    const text = textOf(await makePlace({ log }).type('log', gus));

    expect(text).toContain('PV-0001');
    expect(text).not.toMatch(/\$|lighthouse|SECRET/);
  });
});

describe('help', () => {
  it('help tells one topic or all', async () => {
    const { type } = makePlace();

    expect(textOf(await type('help'))).toContain('/previz a lighthouse in a storm');
    expect(textOf(await type('help budget'))).toContain('/previz budget job 26-114 800');
  });
});
