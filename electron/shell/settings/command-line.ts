/** What the command line asks for. */
export interface CommandLine {
  /** `--server=URL`, unchecked. */
  server?: string;
  /** `--wall` (the next free display) or `--wall=N` (the display numbered N in the menu, from 1). */
  wall?: { display: number | 'next' };
  /** Flags that are ours but malformed: one clear sentence each. */
  problems: string[];
}

/**
 * Reads Vigie's own flags. Others belong to Chromium and are left to it.
 * @param args without the program and the application's folder; a second start hands over its own, mixed with Chromium's
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const result: CommandLine = { problems: [] };
  for (const argument of args) {
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === 'server') {
      if (value === undefined || value === '')
        result.problems.push('--server needs an address: write --server=https://vigie.example.com.');
      else result.server = value;
    } else if (name === 'wall') {
      if (value === undefined) result.wall = { display: 'next' };
      else if (/^[1-9]\d?$/.test(value)) result.wall = { display: Number(value) };
      else
        result.problems.push(
          `--wall=${value} is no display: write --wall, or --wall=2 for the second display of the menu.`,
        );
    } else if (name === 'token') {
      result.problems.push(
        '--token is not taken, because every user of this computer can read command lines: set VIGIE_SERVER_TOKEN.',
      );
    }
  }
  return result;
}
