import { type Role, ROLES } from '../../../shared/domain/index.ts';
import { DevelopmentIssuer } from '../../auth/development-issuer.ts';
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
      )
      .option('--name <name>', 'how it is called for people (default: the subject)')
      .option(
        '--subsidiary <name>',
        'whose rows it shows, may be given again (default: those of every subsidiary)',
        (text: string, before: string[] | undefined) => [...(before ?? []), text],
      ),
  async run({ options, output }) {
    const issuer = await DevelopmentIssuer.open(`${options.data}/auth`, systemClock);
    const { name, role: roles = ROLES, subject, subsidiary: subsidiaries } = options;
    const token = await issuer.tokenFor(subject, roles, {
      ...(name === undefined ? {} : { name }),
      ...(subsidiaries === undefined ? {} : { subsidiaries }),
    });
    output.result({ token }, [token]);
  },
});
