import { isWithin, type Reader, type Scopes } from '../../database/scope.ts';
import { ProblemError } from '../problem.ts';

/** Whose settings or books are asked for: the default one's unless it is said, or else the first of those whose rows the user sees. */
export function subsidiaryAsked(query: { subsidiary?: string | undefined }, reader: Reader, scopes: Scopes): string {
  const { scope } = reader;
  const asked = query.subsidiary === scopes.settings.defaultSubsidiary ? '' : query.subsidiary;
  if (asked !== undefined && isWithin(scope, asked)) return asked;
  if (asked === undefined) return isWithin(scope, null) ? '' : (scope.subsidiaries?.[0] ?? '');
  throw new ProblemError('forbidden', {
    detail: `subsidiary: your account does not work for ${asked}`,
    field: 'subsidiary',
    remedy: 'Name one of your own, or ask an administrator of the issuer.',
  });
}
