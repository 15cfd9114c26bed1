import { Command, CommanderError } from 'commander';
import { nearest } from '../core/command/nearest.ts';
import { UserError } from '../core/errors.ts';
import { addBudget } from './commands/budget.ts';
import { addDemo } from './commands/demo.ts';
import { addDigest } from './commands/digest.ts';
import { addDiscord } from './commands/discord.ts';
import { addDoctor } from './commands/doctor.ts';
import { addLog } from './commands/log.ts';
import { addLook } from './commands/look.ts';
import { addMigrate } from './commands/migrate.ts';
import { addRender } from './commands/render.ts';
import { addSlack } from './commands/slack.ts';
import { addStart } from './commands/start.ts';
import { addStopSpending } from './commands/stop-spending.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Interrupted } from './signals.ts';
import { readVersion } from './version.ts';

/** What every command is given: how to say something, and how it ends. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTty: boolean;
  /** Told once, by the command that ran. */
  end(code: ExitCode): void;
}

/** Runs one command line and resolves to its exit code. */
export async function runCli(args: readonly string[], terminal: Omit<Terminal, 'end'> = PROCESS): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const given: Terminal = {
    ...terminal,
    end: (ended) => {
      code = ended;
    },
  };
  try {
    await makeProgram(given).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

const PROCESS: Omit<Terminal, 'end'> = {
  env: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTty: process.stderr.isTTY === true,
};

function makeProgram(terminal: Terminal): Command {
  const program: Command = new Command('previz')
    .description('Pre-visualization clips where a team already talks: request, generate, vote, budget and log.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .version(readVersion(), '-V, --version', 'say which version this is')
    .showSuggestionAfterError()
    .showHelpAfterError('previz --help lists the commands and their options.')
    .on('command:*', ([word = '']: readonly string[]) => {
      const near = nearest(
        word,
        program.commands.map((command) => command.name()),
      ).join(' or ');
      throw new UserError(
        'unknown_command',
        `There is no command “${word}”; the nearest is ${near}. previz --help lists them all.`,
      );
    });
  for (const add of [
    addStart,
    addRender,
    addLog,
    addLook,
    addBudget,
    addSlack,
    addStopSpending,
    addDoctor,
    addMigrate,
    addDiscord,
    addDigest,
    addDemo,
  ])
    add(program, terminal);
  return program;
}

/** An expected problem is one sentence that says what to do; anything else is a bug and shows where it broke. */
function explain(error: unknown, terminal: Omit<Terminal, 'end'>): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof UserError) {
    terminal.err(`${error.message}\n`);
    return EXIT.usage;
  }
  terminal.err(`Previz broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.failed;
}
