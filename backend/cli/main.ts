import { CommanderError } from '@commander-js/extra-typings';
import { EXIT, CommandEnd, type ExitCode } from './exit-code.ts';
import { buildProgram, PROGRAM } from './program.ts';
import type { Host } from './terminal.ts';
import { PreflightError } from '../database/preflight/finding.ts';
import { DatabaseBusyError, InterruptedError } from '../database/work.ts';
import { InputError } from '../backend-error.ts';
import { SettingsError } from '../settings/read-settings.ts';

const processHost: Host = { environment: process.env, stdout: process.stdout, stderr: process.stderr };

/** Runs a command. Answers the exit code, see exit-code.ts. */
export async function main(args: readonly string[], host: Host = processHost): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = buildProgram({
    host,
    ended: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return endOfParsing(error, args, host);
    return fail(error, args, host);
  }
}

/** Help that was asked for has been shown; where no command was given at all, the list of them is the best answer. */
function endOfParsing(error: CommanderError, args: readonly string[], host: Host): ExitCode {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.help') {
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  const words = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '');
  const named = args.filter((word) => !word.startsWith('-'));
  const isUnknown = error.code === 'commander.unknownCommand' || error.code === 'commander.excessArguments';
  const what = isUnknown ? `${JSON.stringify(named.join(' '))} is not a command (${words})` : sentenceStart(words);
  return fail(new CommandEnd(EXIT.usage, `${what}: see ${PROGRAM} --help.`), args, host);
}

/** What `serve` prints is read by programs, as is what other commands print with --json: they are told there. */
function fail(error: unknown, args: readonly string[], host: Host): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  const exitCode = exitCodeOf(error);
  if (args[0] === 'serve') host.stdout.write(`${JSON.stringify({ event: 'failed', message })}\n`);
  else if (args.includes('--json')) {
    const details = detailsOf(error);
    host.stdout.write(`${JSON.stringify({ error: message, exitCode, ...details }, null, 2)}\n`);
  } else host.stderr.write(`${message}\n`);
  return exitCode;
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandEnd) return error.exitCode;
  if (error instanceof SettingsError || error instanceof InputError) return EXIT.usage;
  if (error instanceof PreflightError) return EXIT.refused;
  if (error instanceof DatabaseBusyError) return EXIT.busy;
  return error instanceof InterruptedError ? EXIT.interrupted : EXIT.failed;
}

function sentenceStart(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function detailsOf(error: unknown): object {
  if (error instanceof CommandEnd) return error.details;
  return error instanceof PreflightError ? { findings: error.findings } : {};
}
