/** Characters that are seen by nobody and turn others about or hide them: pasted, they are nobody's intention. */
const INVISIBLE = /[\u{200B}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}\u{AD}]/gu;
/** Of C0 and C1, but tab and line breaks, which have a meaning of their own. */
const CONTROLS = /(?![\t\n\v\f\r\u{85}])\p{Cc}/gu;
const BREAKS = /\r\n?|[\n\v\f\u{85}\u{2028}\u{2029}]/gu;

/** Whether a text holds what `oneLine` or `lines` would take out of it. */
export function hasControls(text: string): boolean {
  return text.search(INVISIBLE) >= 0 || text.search(CONTROLS) >= 0 || text.toWellFormed() !== text;
}

/** One line as it is kept: pasted line breaks and tabs are spaces, what nobody sees is left out, one space between words. */
export function oneLine(text: string): string {
  return visible(text).replaceAll(BREAKS, ' ').replaceAll(/\s+/gu, ' ').trim();
}

/** Lines as they are kept: each as `oneLine` has it, without empty ones. */
export function lines(text: string): string {
  return visible(text)
    .split(BREAKS)
    .map(oneLine)
    .filter((line) => line !== '')
    .join('\n');
}

/** Digits and letters alone, in capitals, as numbers are kept that people write in groups. */
export function compact(text: string): string {
  return visible(text)
    .replaceAll(/[\s.\u{2010}-\u{2015}-]/gu, '')
    .toUpperCase();
}

function visible(text: string): string {
  // Full-width digits and letters are the plain ones (NFKC would also take ligatures and fractions apart, in names).
  return text.toWellFormed().normalize('NFC').replaceAll(INVISIBLE, '').replaceAll(CONTROLS, '');
}
