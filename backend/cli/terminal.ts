import type { Environment } from '../settings/read-settings.ts';

/** Where a command runs: real processes have one, tests make their own. */
export interface Host {
  readonly environment: Environment;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
}

/**
 * What a command says. People read lines; with `--json` standard output holds exactly one JSON document, the result.
 */
export interface Output {
  readonly isJson: boolean;
  /** A line for people; nothing with `--json`. */
  line(text: string): void;
  /** The result: as a document with `--json`, else as lines. */
  result(document: object, lines: readonly string[]): void;
}

export function createOutput(host: Host, isJson: boolean): Output {
  const line = (text: string) => void host.stdout.write(`${text}\n`);
  return {
    isJson,
    line: isJson ? () => undefined : line,
    result(document, lines) {
      if (isJson) line(JSON.stringify(document, null, 2));
      else for (const text of lines) line(text);
    },
  };
}
