/** What a command ends with, for scripts. docs/command-line.md and `--help` show this table. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  differences: 4,
  busy: 5,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done, or nothing was left to do',
  failed: 'failed; the message says why and what to do',
  usage: 'the command line or a setting is not understood',
  refused: 'a check found what has to be mended first; nothing was changed',
  differences: 'what was compared differs',
  busy: 'something else holds what is needed: try again later; what is done stays done',
  interrupted: 'stopped by a signal; the same command goes on from there',
};

/** An end of a command that is no fault of the program. The message is what to show. */
export class CommandEnd extends Error {
  override name = 'CommandEnd';
  readonly exitCode: ExitCode;
  /** For `--json`. */
  readonly details: object;

  constructor(exitCode: ExitCode, message: string, details: object = {}) {
    super(message);
    this.exitCode = exitCode;
    this.details = details;
  }
}

/** The command line is not understood. The message is one sentence with a remedy. */
export class UsageError extends CommandEnd {
  override name = 'UsageError';

  constructor(message: string) {
    super(EXIT.usage, message);
  }
}
