/**
 * Legal forms of companies, as single words without points. Those of the countries around are typed as well. `societe` and its
 * abbreviations say nothing at all.
 */
const LEGAL_FORMS = new Set(
  (
    'sarl sas sasu sa eurl sci sca scs snc gie scop scic selarl ei eirl gmbh ag kg ohg ug ev bv nv bvba sprl srl spa sl slu ' +
    'ltd limited plc llp llc inc corp asbl'
  ).split(' '),
);
const FILLERS = new Set(['societe', 'ste', 'ets', 'etablissements', 'etablissement']);

export interface CustomerName {
  /** What names are compared by: no case, accents, points, double spaces, legal form or reference in brackets. Empty: no name at all. */
  base: string;
  /** The legal form, where one is written. */
  form: string | undefined;
}

/** Takes a customer's name apart as it was typed: years of typing leave one customer under many spellings. */
export function readCustomerName(typed: string): CustomerName {
  const words = joinInitials(plainWords(typed));
  const forms = words.filter((word) => LEGAL_FORMS.has(word));
  const rest = words.filter((word) => !LEGAL_FORMS.has(word));
  // A name may be nothing but such words: then they are the name.
  if (rest.length === 0) return { base: words.join(' '), form: undefined };
  const telling = rest.filter((word) => !FILLERS.has(word));
  return { base: (telling.length === 0 ? rest : telling).join(' '), form: forms[0] };
}

/** A customer's name as it is compared where its legal form does not count. */
export function comparableName(typed: string): string {
  return readCustomerName(typed).base;
}

function plainWords(typed: string): string[] {
  return typed
    .replaceAll(/\(r[ée]f[^)]*\)/gi, ' ')
    .normalize('NFKD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replaceAll('&', ' et ')
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
}

/** `s a r l` is `sarl`, also where it was typed with points. */
function joinInitials(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (let start = 0; start < words.length; ) {
    let end = start;
    while (end < words.length && /^\p{Letter}$/u.test(words[end] ?? '')) end += 1;
    const initials = words.slice(start, end).join('');
    if (end - start > 1 && LEGAL_FORMS.has(initials)) {
      joined.push(initials);
      start = end;
    } else {
      joined.push(words[start] ?? '');
      start += 1;
    }
  }
  return joined;
}
