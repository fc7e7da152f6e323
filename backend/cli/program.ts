import { Command } from '@commander-js/extra-typings';
import type { CommandContext } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { EXIT, EXIT_MEANINGS } from './exit-code.ts';

export const PROGRAM = 'npm run backend --';
const HELP_COLUMNS = 110;

const AFTER_HELP = `
Environment (each may also be given as NAME_FILE, the name of a file that holds it):
  DATABASE_URL     a PostgreSQL server, as postgres://user:password@host/database; without it the service keeps a
                   database of its own in the data folder
  MQTT_URL         a broker that positions are read from, as mqtts://host:8883; docs/positions.md has MQTT_USERNAME,
                   MQTT_PASSWORD, MQTT_CA, MQTT_TOPICS, MQTT_CLIENT_ID and MQTT_GROUP
  OIDC_ISSUER, …   the operator's own sign-in, see docs/sign-in.md; without it demonstration accounts are offered
  VIGIE_LOG_LEVEL  trace, debug, info, warn, error
  VIGIE_REPORT_KEY what reports of verify are signed with: a secret of 32 characters or more, or an Ed25519 key in PEM
  VIGIE_SERVER_TOKEN  what simulate signs in to a service with

Exit codes:
${Object.entries(EXIT)
  .map(([name, code]) => `  ${String(code).padEnd(4)} ${EXIT_MEANINGS[name as keyof typeof EXIT]}`)
  .join('\n')}
`;

/** The tree of commands. It throws a CommanderError instead of ending the process. */
export function buildProgram(context: CommandContext): Command {
  const program = new Command(PROGRAM).description('Vigie, the service of the back office.');
  for (const make of COMMANDS) program.addCommand(make(context));
  program.addHelpText('after', AFTER_HELP);
  configure(program, context);
  return program;
}

function configure(command: Command, context: CommandContext): void {
  const say = (text: string) => void context.host.stdout.write(text);
  command
    .exitOverride()
    .helpCommand(false)
    .helpOption('-h, --help', 'show this')
    // What is wrong is said once, by `main`. Help goes to standard output, also where it answers a command that is not whole.
    .configureOutput({
      writeOut: say,
      writeErr: say,
      outputError: () => undefined,
      getOutHelpWidth: () => HELP_COLUMNS,
      getErrHelpWidth: () => HELP_COLUMNS,
    });
  for (const child of command.commands) configure(child as Command, context);
}
