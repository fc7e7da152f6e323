import { Command, type OptionValues } from '@commander-js/extra-typings';
import { EXIT, type ExitCode } from './exit-code.ts';
import { createProgress, type Progress } from './progress.ts';
import { createOutput, type Host, type Output } from './terminal.ts';
import type { Environment } from '../settings/read-settings.ts';

/** What a command is given to run with. */
export interface Run<Options, Args> {
  readonly options: Options;
  readonly args: Args;
  readonly environment: Environment;
  readonly output: Output;
  readonly progress: Progress;
  /** Aborted by SIGINT or SIGTERM, for work that stops at a good moment. Without asking for it a signal ends the process. */
  readonly signal: () => AbortSignal;
}

/** Before a command declares what it takes besides. */
export type BareCommand = Command<[], { json?: true }>;

export interface CommandFile<Options extends OptionValues, Args extends unknown[]> {
  /** The last word of it: `up` of `migrate up`. */
  name: string;
  /** One line, for the list of commands. */
  summary: string;
  /** What `--help` says besides. */
  description?: string;
  /** Adds options and arguments. */
  declare: (command: BareCommand) => Command<Args, Options>;
  run: (run: Run<Options, Args>) => Promise<ExitCode | void>;
}

/** A command that can be put into the tree of commands. */
export type CommandMaker = (context: CommandContext) => Command;

export interface CommandContext {
  host: Host;
  ended: (exitCode: ExitCode) => void;
}

/** A command: its options, its help and what it does, typed by what it declares. Every command takes `--json`. */
export function defineCommand<Options extends OptionValues, Args extends unknown[]>(
  file: CommandFile<Options, Args>,
): CommandMaker {
  return ({ host, ended }) => {
    const bare = new Command(file.name).summary(file.summary).description(file.description ?? sentence(file.summary));
    const command = file.declare(bare.option('--json', 'write the result as one JSON document'));
    // The types of commander do not follow a generic list of arguments: options and command come last.
    const act = async (...given: unknown[]) => {
      const args = given.slice(0, -2) as Args;
      const options = given.at(-2) as Options;
      const isJson = 'json' in options && options['json'] === true;
      const progress = createProgress(host, isJson);
      try {
        const exitCode = await file.run({
          options,
          args,
          environment: host.environment,
          output: createOutput(host, isJson),
          progress,
          signal: stopSignal,
        });
        ended(exitCode ?? EXIT.done);
      } finally {
        progress.end();
      }
    };
    command.action(act);
    return command as unknown as Command;
  };
}

/** Commands under a common first word. */
export function defineGroup(name: string, summary: string, commands: readonly CommandMaker[]): CommandMaker {
  return (context) => {
    const group = new Command(name).summary(summary).description(sentence(summary));
    for (const make of commands) group.addCommand(make(context));
    return group;
  };
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

let stopping: AbortController | undefined;

/** One for the process: the first signal asks to stop, a second one ends the process as usual. */
function stopSignal(): AbortSignal {
  if (stopping === undefined) {
    const controller = new AbortController();
    stopping = controller;
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(name));
  }
  return stopping.signal;
}
