import path from 'node:path';

/** What an autostart file of the desktop (XDG Autostart Specification 0.5) says. */
export interface AutostartProgram {
  /** The program and its arguments, each whole. */
  command: readonly string[];
  icon: string;
}

/** Where a user's autostart files are on Linux. */
export function autostartFile(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  const configured = environment['XDG_CONFIG_HOME'] ?? '';
  // The specification: a path that is not absolute is to be ignored.
  const folder = path.posix.isAbsolute(configured) ? configured : path.posix.join(home, '.config');
  return path.posix.join(folder, 'autostart', 'vigie.desktop');
}

/** The content of the file that starts Vigie when its user signs in. */
export function autostartText({ command, icon }: AutostartProgram): string {
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Vigie',
    `Exec=${command.map(quoted).join(' ')}`,
    `Icon=${icon}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ].join('\n')}\n`;
}

/**
 * One argument of `Exec` (Desktop Entry Specification 1.5, "The Exec key"): in double quotes, with `"`, `` ` ``, `$` and `\`
 * escaped; then the value's own escaping of `\`; a `%` is a field code unless it is doubled.
 */
function quoted(argument: string): string {
  if (/[\n\r]/.test(argument)) throw new RangeError('a program’s path has a line break: move Vigie to another folder');
  const inQuotes = argument.replaceAll(/["`$\\]/g, String.raw`\$&`);
  return `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}
