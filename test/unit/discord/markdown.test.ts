import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeText, toMarkdown } from '../../../src/adapters/discord/markdown.ts';
import { HELP_TOPICS, OVERVIEW } from '../../../src/core/card/help-topics.ts';
import { SUB_NAMES } from '../../../src/core/command/sub-command.ts';
import { personId } from '../../../src/core/ids.ts';

/** As Discord does it: a backslash before a sign is the sign. */
const undone = (text: string): string => text.replace(/\\([^0-9A-Za-z\s])/g, '$1');

it('is read as it was written, whatever was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(undone(escapeText(text))).toBe(text);
    }),
  );
});

it('leaves no sign of markup, mention or masked link bare', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'*_~`|[]<@>#-+1. \na\\'), maxLength: 60 }), (text) => {
      expect(escapeText(text)).not.toMatch(/(?<!\\)(?:\\\\)*[*_~`|[\]<@]/);
      expect(escapeText(text)).not.toMatch(/^\s*(?:[#>+-]|\d+\.)/m);
    }),
  );
});

it('shows people by name, times as times, and links to what stands in the channel', () => {
  const line = [
    { person: personId('42') },
    ' ',
    { at: new Date(1_000) },
    ' ',
    { bold: 'PV-1', to: { message: '7' as never, thread: '8' as never } },
  ];

  expect(toMarkdown(line, { workspace: 'g', channel: 'c' })).toBe(
    '<@42> <t:1:R> [**PV-1**](https://discord.com/channels/g/8/7)',
  );
});

it.each([
  ['/previz show PV-0001', '/previz-team show PV-0001'],
  ['/previz status', '/previz-team status'],
  ['/previz help budget', '/previz-team help budget'],
  ['/previz digest now', '/previz-team digest now'],
  ['/previz digest 2026-W47', '/previz-team digest week 2026-W47'],
  ['/previz budget', '/previz-team budget show'],
  ['/previz policy final-model default', '/previz-team policy final-model default'],
  ['/previz <scene>', '/previz <scene>'],
  ['/previz a lighthouse in a storm', '/previz a lighthouse in a storm'],
  ['/previz "show me a horse" --seconds 6', '/previz "show me a horse" --seconds 6'],
  ['/previz showers of sparks', '/previz showers of sparks'],
  ['/previz-team', '/previz-team'],
])('names the command that Discord has for %s', (written, here) => {
  expect(toMarkdown([{ code: written }])).toBe(`\`${here}\``);
  expect(undone(toMarkdown([`See ${written}`]))).toBe(`See ${here}`);
});

it('leaves no command of the core that Discord does not have', () => {
  for (const { examples } of [OVERVIEW, ...Object.values(HELP_TOPICS)])
    for (const { write } of examples)
      expect(toMarkdown([{ code: write }])).not.toMatch(new RegExp(`/previz (${SUB_NAMES.join('|')})\\b`));
});
