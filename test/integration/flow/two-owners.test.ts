import { describe, expect, it } from 'vitest';
import { channelScope } from '../../../src/core/budget/scopes.ts';
import { readPolicy } from '../../../src/core/channel/policy.ts';
import { readObject } from '../../../src/core/channel/read-json.ts';
import { readSettings } from '../../../src/core/channel/settings.ts';
import type { PageName, Values } from '../../../src/core/form/form.ts';
import { readWordPolicy } from '../../../src/core/moderation/word-policy.ts';
import { openDesk } from '../../support/provider-desk.ts';
import { withProviderRig } from '../../support/provider-rig.ts';

const OLGA = { name: 'olga', isAdmin: true };
const OTTO = { name: 'otto', isAdmin: true };

describe('two owners who save at the same time', () => {
  const rig = withProviderRig();

  it('lose nothing of each other, by form or by command', async () => {
    const made = await rig({ providers: new Map() });
    const { studio, place } = made;
    const desk = openDesk(made);
    const form = (who: typeof OLGA, page: PageName, values: Values) => desk.sendSettings(who, page, values);
    await desk.say(OLGA, 'policy strict off');
    await desk.say(OTTO, 'policy strict off');

    for (let n = 1; n <= 20; n += 1) {
      const isOdd = n % 2 === 1;
      const period = isOdd ? 'day' : 'month';
      const answers = await Promise.all([
        form(OLGA, 'budget', { cap: String(n) }),
        form(OTTO, 'budget', { period }),
        form(OLGA, 'review', { 'approve-quorum': String(1 + (n % 9)) }),
        desk.say(OTTO, `policy reject-quorum ${1 + (n % 8)}`),
        form(OLGA, 'rules', { slate: isOdd ? 'on' : 'off' }),
        desk.say(OTTO, `settings seconds ${n + 1}`),
        desk.say(OLGA, `settings ratio ${isOdd ? '9:16' : '16:9'}`),
        desk.say(OTTO, `digest people ${isOdd ? 'on' : 'off'}`),
        form(OLGA, 'workspace', { 'stop-words': `stop ${n}` }),
        desk.say(OTTO, `policy warn-words warn ${n}`),
      ]);
      expect(answers.map(({ card }) => card?.tone)).toEqual(Array.from(answers, () => 'good'));

      const found = await studio.directory.loadChannel(place.workspace, place.channel);
      const rules = await studio.budgets.loadRules([channelScope(place.workspace, place.channel)]);
      const settings = readSettings(readObject(found?.channel.settings));
      const policy = readPolicy(found?.channel.policy);
      expect([...rules.values()]).toEqual([BigInt(n) * 1_000_000n]);
      expect(settings).toMatchObject({
        budget: { kind: period },
        defaults: { seconds: n + 1, ratio: isOdd ? '9:16' : '16:9' },
        digest: { people: isOdd },
      });
      expect(policy).toMatchObject({ approveQuorum: 1 + (n % 9), rejectQuorum: 1 + (n % 8), slate: isOdd });
      expect(readWordPolicy(found?.workspace.settings)).toMatchObject({ stop: [`stop ${n}`], warn: [`warn ${n}`] });
    }
  });
});
