import { DevelopmentIssuer } from '../../auth/development-issuer.ts';
import { type Role, ROLES } from '../../auth/token-verifier.ts';
import { systemClock } from '../../clock.ts';
import { defineCommand } from '../command.ts';
import { oneOfWords } from '../option-values.ts';
import { dataOption } from '../with-database.ts';

const role = oneOfWords('--role', ROLES);

export const tokenCommand = defineCommand({
  name: 'token',
  summary: 'print a token of the development sign-in',
  declare: (command) =>
    dataOption(command)
      .option('--subject <name>', 'whose it is', 'operator')
      .option(
        '--role <role>',
        `what it allows, may be given again (default: all): ${ROLES.join(', ')}`,
        (text: string, before: Role[] | undefined) => [...(before ?? []), role(text)],
      ),
  async run({ options, output }) {
    const issuer = await DevelopmentIssuer.open(`${options.data}/auth`, systemClock);
    const token = await issuer.tokenFor(options.subject, options.role ?? ROLES);
    output.result({ token }, [token]);
  },
});
