/** Narrow, and does not break. */
const SPACE = '\u202f';

/** A number in the groups in which people read it; one of another length as it is. */
export function friendlyNumber(
  member: 'siren' | 'siret' | 'vatNumber' | 'iban' | 'bic',
  text: string | undefined,
): string | undefined {
  if (text === undefined) return undefined;
  switch (member) {
    case 'siren':
      return /^\d{9}$/.test(text) ? text.replaceAll(/\d{3}(?=\d)/g, `$&${SPACE}`) : text;
    case 'siret':
      return /^\d{14}$/.test(text) ? text.replace(/^(\d{3})(\d{3})(\d{3})/, `$1${SPACE}$2${SPACE}$3${SPACE}`) : text;
    case 'vatNumber':
      return text.replace(/^(FR..)(\d{3})(\d{3})(\d{3})$/, `$1${SPACE}$2${SPACE}$3${SPACE}$4`);
    case 'iban':
      return text.replaceAll(/.{4}(?=.)/g, `$&${SPACE}`);
    case 'bic':
      return text;
  }
}
