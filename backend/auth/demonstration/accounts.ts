import { type Role, ROLES } from '../../../shared/domain/index.ts';
import type { Subsidiaries } from '../token-verifier.ts';

/** Somebody who can be chosen on the demonstration issuer's page: an example, without a password. */
export interface DemonstrationAccount {
  subject: string;
  name: string;
  roles: readonly Role[];
  subsidiaries: Subsidiaries;
}

/** The subsidiary of the one account that sees only part of the rows. */
export const DEMONSTRATION_SUBSIDIARY = 'north';

/** The one that `npm start` opens with. */
export const OPERATOR: DemonstrationAccount = {
  subject: 'operator',
  name: 'Dominique Martin',
  roles: ROLES,
  subsidiaries: 'all',
};

/** One a role; two where two people are needed, since nobody approves their own cycle; one who works for a subsidiary alone. */
export const DEMONSTRATION_ACCOUNTS: readonly DemonstrationAccount[] = [
  OPERATOR,
  one('supervisor', 'Sophie Laurent', ['supervisor']),
  one('dispatcher', 'David Moreau', ['dispatcher']),
  one('clerk', 'Claire Petit', ['billing']),
  one('clerk-2', 'Karim Benali', ['billing']),
  one('validator', 'Valérie Garnier', ['validator']),
  one('validator-2', 'Vincent Roy', ['validator']),
  one('administrator', 'Adèle Fontaine', ['administrator']),
  one('north', 'Nora Lefèvre', ['supervisor', 'dispatcher', 'billing'], [DEMONSTRATION_SUBSIDIARY]),
];

export function accountOf(subject: string | undefined): DemonstrationAccount | undefined {
  return DEMONSTRATION_ACCOUNTS.find((account) => account.subject === subject);
}

function one(
  subject: string,
  name: string,
  roles: readonly Role[],
  subsidiaries: Subsidiaries = 'all',
): DemonstrationAccount {
  return { subject, name, roles, subsidiaries };
}
