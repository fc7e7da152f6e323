import { app } from 'electron';
import { z } from 'zod';
import { type CommandLine, readCommandLine } from '../settings/command-line.ts';

/** What a second start hands to the first: its own arguments, since Chromium mixes its flags among those that it passes. */
const handedOver = z.object({ args: z.array(z.string().max(10_000)).max(200) });

/**
 * Makes this the only Vigie on its user data folder. A second start hands its command line to the first.
 * @returns false in the second start: it must end
 */
export function beOnlyInstance(args: readonly string[], onSecondStart: (commandLine: CommandLine) => void): boolean {
  app.on('second-instance', (_event, argv, _folder, data) => {
    const parsed = handedOver.safeParse(data);
    onSecondStart(readCommandLine(parsed.success ? parsed.data.args : argv.slice(1)));
  });
  return app.requestSingleInstanceLock({ args: [...args] });
}
