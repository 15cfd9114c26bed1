import { once } from 'node:events';
import { type Command, InvalidArgumentError } from 'commander';
import type { Shard } from '../../adapters/discord/discord.ts';
import { EVENTS_PATH } from '../../adapters/slack/paths.ts';
import { UserError } from '../../core/errors.ts';
import type { Workers } from '../../jobs/worker.ts';
import type { Terminal } from '../cli.ts';
import { type Composed, compose, type Parts } from '../compose.ts';
import { type Config, readConfig } from '../config.ts';
import { giveBackSoon } from '../give-back.ts';
import { makeLog } from '../make-log.ts';
import { openWorkers } from '../open-studio.ts';
import { hearSignals } from '../signals.ts';
import { startClearing } from '../start-clearing.ts';
import { startWeb, type WebServer } from '../web-server.ts';

const PARTS = ['web', 'worker', 'slack', 'discord'] as const;
type Part = (typeof PARTS)[number];

const GRACE_MS = 8_000;

export function addStart(program: Command, terminal: Terminal): void {
  program
    .command('start')
    .description('run it; prints where the playground is')
    .option('--only <parts>', `some of ${PARTS.join(', ')}, comma separated`, readParts)
    .option('--shard <part>', 'this process’s share of Discord’s servers, such as 0/4', readShard)
    .action(async ({ only, shard }: { readonly only?: readonly Part[]; readonly shard?: Shard }) => {
      const config = readConfig(terminal.env);
      // Heard from the beginning: what is half started is stopped in order, too.
      const { signal } = hearSignals();
      const running = await startApp({ config, only: only ?? PARTS, terminal, shard: shard ?? null });
      giveBackSoon();
      if (!signal.aborted) await once(signal, 'abort');
      terminal.err('Stopping …\n');
      await running.stop();
    });
}

export interface RunningApp {
  readonly composed: Composed;
  readonly url: string | null;
  stop(): Promise<void>;
}

export interface Starting {
  readonly config: Config;
  readonly only: readonly Part[];
  readonly terminal: Pick<Terminal, 'out' | 'err'>;
  readonly parts?: Parts;
  /** Discord's; null or left out: all of them here. */
  readonly shard?: Shard | null;
}

/** Starts the parts of the app in this process; what fails half-way is taken down again. */
export async function startApp({ config, only, terminal, parts, shard }: Starting): Promise<RunningApp> {
  checkParts(config, only, shard ?? null);
  const log = makeLog(config.logLevel);
  const composed = await compose(config, 'app', log, parts);
  const running: {
    web?: WebServer;
    workers?: Workers;
    clearing?: { stop(): Promise<void> };
    discord?: { stop(): Promise<void> };
  } = {};
  const stop = async () => {
    if (only.includes('slack')) await composed.slack?.stop();
    await running.discord?.stop();
    await running.web?.stop();
    if (only.includes('web')) await composed.playground.stop();
    await running.clearing?.stop();
    await running.workers?.stop(GRACE_MS);
    await composed.close();
  };
  try {
    const isWeb = only.includes('web');
    const isSlack = only.includes('slack') && composed.slack !== null;
    if (isWeb) {
      await composed.playground.seed();
      await composed.playground.start();
    }
    if (isWeb || (isSlack && config.slack?.transport.kind === 'http')) {
      running.web = await startWeb(composed, config, { playground: isWeb, slack: isSlack });
      if (isWeb) await composed.announce(running.web.url);
    }
    // One app a data folder: what is still leased was left by one that died.
    if (config.databaseUrl === null) await composed.studio.due.freeLeases();
    if (only.includes('worker')) {
      running.workers = await openWorkers(composed);
      running.clearing = startClearing(composed);
    }
    if (isSlack) {
      await composed.slack?.start();
      // Said when Slack has answered; a start doesn't wait for it.
      void composed.slack?.problem().then((words) => words !== null && terminal.err(`${words}\n`));
    }
    if (only.includes('discord') && composed.discord !== null)
      running.discord = await listenToDiscord(composed.discord, { only, shard: shard ?? null, terminal });
  } catch (error) {
    await stop();
    throw error;
  }
  const url = running.web?.url ?? null;
  terminal.out(toWelcome(url, only));
  return { composed, url, stop };
}

/** What else runs here goes on without it; alone it has nothing to do until it has another token. */
async function listenToDiscord(
  discord: NonNullable<Composed['discord']>,
  { only, shard, terminal }: Pick<Starting, 'only' | 'terminal'> & { readonly shard: Shard | null },
): Promise<{ stop(): Promise<void> }> {
  const listening = await discord.listen(shard);
  const { problem } = listening;
  if (problem === null) return listening;
  if (problem.isTokenRefused && only.every((part) => part === 'discord')) {
    await listening.stop();
    throw new UserError('discord_token', problem.words);
  }
  terminal.err(`${problem.words}\n`);
  return listening;
}

function toWelcome(url: string | null, only: readonly Part[]): string {
  if (url === null) return `Previz runs: ${only.join(', ')}.\n`;
  if (!only.includes('web'))
    return `Previz runs: ${only.join(', ')}. Slack reaches it at ${url}${EVENTS_PATH.slice(1)}\n`;
  return `Previz runs. Open the playground: ${url}\nTry: /previz a lighthouse keeper climbs a spiral stair, lantern in hand --seconds 6\n`;
}

/** What was asked for by name has to be set up. */
function checkParts(config: Config, only: readonly Part[], shard: Shard | null): void {
  if (shard !== null && config.discord === null)
    throw new UserError('not_configured', 'DISCORD_TOKEN is not set, so there is nothing to share with --shard.');
  if (only === PARTS) return;
  if (only.includes('discord') && config.discord === null)
    throw new UserError(
      'not_configured',
      'DISCORD_TOKEN is not set, so there is no Discord to run. Set it to the bot’s token (Bot → Reset Token on the app’s page at discord.com/developers/applications), or leave discord out of --only. docs/discord.md goes through it step by step.',
    );
  if (only.includes('slack') && config.slack === null)
    throw new UserError(
      'not_configured',
      'Nothing of Slack is set, so there is no Slack to run. Set SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP), or leave slack out of --only. docs/slack.md goes through it step by step.',
    );
}

function readParts(text: string): readonly Part[] {
  return text.split(',').map((word) => {
    const part = PARTS.find((known) => known === word.trim());
    if (part === undefined)
      throw new InvalidArgumentError(`There is no part "${word.trim()}"; there are ${PARTS.join(', ')}.`);
    return part;
  });
}

function readShard(text: string): Shard {
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text.trim());
  const [id, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || id >= of) throw new InvalidArgumentError('Write it as 0/4: the first of four.');
  return { id, of };
}
