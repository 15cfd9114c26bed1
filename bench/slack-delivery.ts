import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../src/app/commands/start.ts';
import { readConfig } from '../src/app/config.ts';
import { instantModel, makeInstantProvider } from '../test/support/instant-provider.ts';
import { startSlackServer } from '../test/support/slack-server/slack-server.ts';
import { tinyClip } from '../test/support/tiny-clip.ts';
import { percentile, printFigures } from './report.ts';
import { SECRET } from './slack/load.ts';

/** From the provider's "succeeded" to the message with the player in the thread. */
const TAKES = Number(process.argv[2] ?? 60);
const [CHANNELS, EVERY_MS] = [12, 500];

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-delivery-'));
const slack = await startSlackServer({ signingSecret: SECRET });
slack.sharing.afterMs = 100;
const clip = await tinyClip(5);
const finished: number[] = [];
const provider = makeInstantProvider(() => clip);
const app = await startApp({
  config: readConfig({
    ...{ PREVIZ_DATA: join(dataDir, 'data'), PORT: '0', LOG_LEVEL: 'error' },
    ...{ SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: slack.apiUrl },
  }),
  only: ['slack', 'worker'],
  terminal: { out: () => {}, err: () => {} },
  parts: {
    providers: new Map([
      [
        'quick',
        {
          ...provider,
          poll: (job) => {
            finished.push(Date.now());
            return provider.poll(job);
          },
        },
      ],
    ]),
    models: [instantModel('quick', 0n)],
  },
});
slack.delivery.aim({ kind: 'http', url: `${app.url}slack/events` });
try {
  const ana = slack.person('ana').id;
  const channels = Array.from({ length: CHANNELS }, (_, index) => slack.channel(`bench-${index}`).id);
  const clips = () => slack.state.messages.filter(({ files }) => files.length > 0);
  const samples: number[] = [];
  for (let index = 0; index < TAKES; index += 1) {
    await slack.delivery.command(ana, channels[index % CHANNELS] ?? '', `bench ${index} --model quick`);
    while (clips().length <= index) await pause(5);
    const shown = clips()[index];
    samples.push(Number(shown?.ts ?? 0) * 1_000 - (finished.at(-1) ?? 0));
    await pause(EVERY_MS);
  }
  const [p50, p95] = [percentile(samples, 0.5), percentile(samples, 0.95)];
  printFigures('Slack: take finished to clip in the thread', [
    { what: `${TAKES} takes, p50`, measured: `${p50.toFixed(0)} ms`, target: '', met: true },
    { what: 'p95', measured: `${p95.toFixed(0)} ms`, target: '≤ 2 s', met: p95 <= 2_000 },
  ]);
} finally {
  await app.stop();
  await slack.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
