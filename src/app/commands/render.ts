import { access, constants, copyFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Card } from '../../core/card/card.ts';
import { toNoClipWords } from '../../core/card/take-state.ts';
import { readCommand } from '../../core/command/read-command.ts';
import { answerAct } from '../../core/desk/answer-act.ts';
import { toAsked } from '../../core/desk/to-asked.ts';
import { UserError } from '../../core/errors.ts';
import { toDollars } from '../../core/money/micros.ts';
import type { TakeView } from '../../core/ports/show-store.ts';
import { isEnded } from '../../core/take/state.ts';
import type { Terminal } from '../cli.ts';
import type { Composed } from '../compose.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openWorkers, withStudio } from '../open-studio.ts';
import type { Leaving } from '../signals.ts';
import { localAct } from './local-act.ts';
import { makeProgress } from './progress.ts';
import { watchTakes } from './watch-takes.ts';

interface RenderOptions {
  readonly output?: string;
  readonly channel: string;
  readonly yes?: true;
}

/** Everything after the scene that is not the command line's own is the same option syntax as in chat. */
export function addRender(program: Command, terminal: Terminal): void {
  program
    .command('render')
    .description('one clip, no chat: scene in, pre-viz out')
    .argument('<scene...>', 'what should be seen, and the options of /previz: --seconds 6 --template noir …')
    .option('-o, --output <file>', 'where the clip is copied to; several takes are numbered')
    .option('--channel <channel>', 'the channel that is billed', 'cli')
    .option('--yes', 'agree to the price')
    .allowUnknownOption()
    .passThroughOptions(false)
    .action((words: readonly string[], options: RenderOptions) =>
      withStudio(terminal, async (composed, leaving) =>
        terminal.end(await render(composed, { text: toText(words), leaving }, options, terminal)),
      ),
    );
}

/** The shell took the quotes away; a word with spaces gets them back, so that `--lighting "golden hour"` stays one value. */
const toText = (words: readonly string[]): string =>
  words.length === 1
    ? (words[0] ?? '')
    : words
        .map((word) => (/\s/.test(word) && !word.startsWith('-') ? `"${word.replaceAll('"', '')}"` : word))
        .join(' ');

interface Asking {
  readonly text: string;
  readonly leaving: Leaving;
}

async function render(
  composed: Composed,
  { text, leaving }: Asking,
  options: RenderOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { studio } = composed;
  checkScene(composed, text);
  if (options.output !== undefined) await checkWritable(options.output);
  const { envelope } = localAct(composed, options.channel, { kind: 'command', text, as: 'scene' });
  await studio.inbox.record(envelope);
  const asked = await toAsked(studio, envelope);
  let answer = await answerAct(studio, asked);
  const run = answer?.buttons.find((button) => button.verb === 'run');
  if (run !== undefined && options.yes === true) {
    const press = localAct(composed, options.channel, {
      kind: 'button',
      verb: 'run',
      target: run.target,
      argument: null,
    });
    answer = await answerAct(studio, { ...asked, envelope: press.envelope });
  }
  await studio.inbox.finish(envelope.id, studio.clock.now());
  if (answer !== null) return explain(answer, run !== undefined && options.yes !== true, terminal);

  const workers = (await composed.isAppRunning()) ? null : await openWorkers(composed);
  leaving.add(async () => {
    await workers?.stop(5_000);
    sayWhatGoesOn(await studio.show.takesOfAct(envelope.place.workspace, envelope.id), workers !== null, terminal);
  });
  try {
    const takes = await watchTakes(studio, envelope, makeProgress(terminal), leaving.signal);
    return await deliver(composed, takes, options, terminal);
  } finally {
    if (!leaving.signal.aborted) await workers?.stop(5_000);
  }
}

/** After a signal: nothing is lost, and where it goes on. */
function sayWhatGoesOn(takes: readonly TakeView[], wasHere: boolean, { err, isTty }: Terminal): void {
  const names = takes.filter(({ state }) => !isEnded(state)).map(({ slug, number }) => `${slug} take ${number}`);
  if (names.length === 0) return;
  const where = wasHere ? 'with the next previz start or previz render' : 'in the app that runs';
  err(
    `${isTty ? '\n' : ''}Stopped. ${names.join(', ')} ${names.length === 1 ? 'goes' : 'go'} on ${where}; previz log tells how it ended.\n`,
  );
}

/** What stands after render is always a scene; the chat's own commands have no clip, and nobody can be asked here. */
function checkScene({ studio: { catalog } }: Composed, text: string): void {
  const words = { templates: [...catalog.templates.keys()], models: [...catalog.models.keys()] };
  const { kind } = readCommand(text, words);
  if (kind === 'form')
    throw new UserError(
      'no_scene',
      'The scene is empty. Say what is to be seen: previz render "a horse at dawn" -o horse.mp4',
    );
  if (kind === 'sub')
    throw new UserError(
      'no_scene',
      `“${text}” is a command of the chat, and no scene. previz --help lists the commands here. If it is to be seen, quote it once more: previz render '"${text.replaceAll('"', '')}"'`,
    );
}

/** Before anything is spent: a clip that has nowhere to go is not made. */
async function checkWritable(output: string): Promise<void> {
  const folder = dirname(resolve(output));
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new UserError('bad_output', `Nothing can be written into ${folder}. Choose another -o, or make the folder.`, {
      cause,
    });
  }
}

function explain(answer: Card, needsYes: boolean, terminal: Terminal): ExitCode {
  const buttons = answer.buttons.length > 0;
  // The last line shows the buttons, which nobody can press here.
  terminal.err(`${buttons ? answer.text.replace(/\n\[[^\n]*$/, '') : answer.text}\n`);
  if (needsYes) terminal.err('Add --yes to agree to the price.\n');
  return buttons ? EXIT.refused : EXIT.usage;
}

async function deliver(
  composed: Composed,
  takes: readonly TakeView[],
  options: RenderOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = takes.length === 0 ? EXIT.failed : EXIT.done;
  for (const [index, take] of takes.entries()) {
    for (const note of take.notes) terminal.err(`${note}\n`);
    if (take.media === null) {
      terminal.err(`${take.slug} take ${take.number}: ${toNoClipWords(take)}\n`);
      code = EXIT.noClip;
      continue;
    }
    const from = join(composed.mediaFolder, take.media);
    const to = options.output === undefined ? from : numbered(options.output, index, takes.length);
    if (to !== from) await copyFile(from, to);
    terminal.out(`${to}\n`);
    terminal.err(
      `${take.slug} take ${take.number} · ${take.params.seconds} s · ${toDollars(take.cost ?? 0n)} · sha256 ${take.sha256 ?? ''}\n`,
    );
  }
  return code;
}

const numbered = (file: string, index: number, count: number): string =>
  count === 1 ? file : file.replace(/(\.[^./]*)?$/, (end) => `-${index + 1}${end}`);
