const NARROW = '\u202f';
const WIDE = '\u00a0';

/**
 * Spaces that must not break, as French typography sets them: narrow before ; ? ! and », and after «; full before a
 * colon (Lexique des règles typographiques en usage à l'Imprimerie nationale). The catalogue is written with plain ones.
 */
export function withFrenchSpaces(text: string): string {
  return text
    .replaceAll(/ (?=[;?!»])/g, NARROW)
    .replaceAll(/(?<=«) /g, NARROW)
    .replaceAll(/ (?=:)/g, WIDE);
}
