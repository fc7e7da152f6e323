import bidiFactory from 'bidi-js';
import { type Face, facesOf, type Weight } from './faces.ts';

/** Letters of one word that are set in one face, all in one direction. */
export interface Run {
  face: Face;
  text: string;
  /** Level of the Unicode bidirectional algorithm: odd ones go from right to left. */
  level: number;
}

/** A word, or the gap between two. */
export interface Word {
  runs: Run[];
  isGap: boolean;
}

/** Stands for a letter that none of the faces has. PDF/A forbids the empty glyph that would be there otherwise. */
const UNKNOWN = '□';
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const bidi = bidiFactory();
/** Letters of scripts that are written from right to left, and marks that turn the direction. */
const RIGHT_TO_LEFT =
  /[\u{590}-\u{8ff}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{fb1d}-\u{fdff}\u{fe70}-\u{fefc}\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Letters that are not seen: joiners, variation selectors, marks of direction (Unicode, Default_Ignorable_Code_Point). */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;

/** One paragraph, in the order in which it is read. Tabs and other blanks are gaps; control characters are left out. */
export function wordsOf(paragraph: string, weight: Weight): Word[] {
  const text = paragraph.normalize('NFC').replaceAll(/\p{Cc}/gu, (control) => (control === '\t' ? ' ' : ''));
  const levels = RIGHT_TO_LEFT.test(text) ? bidi.getEmbeddingLevels(text, 'auto').levels : undefined;
  const words: Word[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const isGap = /^\s/u.test(segment) && segment !== '\u{a0}' && segment !== '\u{202f}';
    const { face, text: shown } = faceFor(segment, weight);
    if (shown === '') continue;
    const level = levels?.[index] ?? 0;
    const word = words.at(-1);
    if (word === undefined || word.isGap !== isGap) words.push({ isGap, runs: [{ face, text: shown, level }] });
    else addTo(word.runs, { face, text: shown, level });
  }
  return words;
}

function addTo(runs: Run[], next: Run): void {
  const last = runs.at(-1);
  if (last?.face === next.face && last.level === next.level) last.text += next.text;
  else runs.push(next);
}

const chosen = {
  regular: new Map<string, Pick<Run, 'face' | 'text'>>(),
  bold: new Map<string, Pick<Run, 'face' | 'text'>>(),
};
/** More than the letters of a language; beyond it the text is a test of what is here. */
const MOST_CHOSEN = 20_000;

/** The first face with all letters of a grapheme, and what of it is to be set. */
function faceFor(grapheme: string, weight: Weight): Pick<Run, 'face' | 'text'> {
  const known = chosen[weight].get(grapheme);
  if (known !== undefined) return known;
  const choice = chooseFace(grapheme, weight);
  if (chosen[weight].size >= MOST_CHOSEN) chosen[weight].clear();
  chosen[weight].set(grapheme, choice);
  return choice;
}

function chooseFace(grapheme: string, weight: Weight): Pick<Run, 'face' | 'text'> {
  const faces = facesOf(weight);
  const letters = Array.from(grapheme);
  for (const face of faces) {
    const has = (letter: string) => face.has(letter.codePointAt(0) ?? 0);
    if (letters.every((letter) => has(letter) || UNSEEN.test(letter)))
      return { face, text: letters.filter(has).join('') };
  }
  const [first] = faces;
  if (first === undefined) throw new TypeError(`there is no face of weight ${weight}`);
  return { face: first, text: UNKNOWN };
}

/**
 * Runs of a line as they stand from left to right (UAX #9, rule L2). Within a run letters stay in the order of reading: the font turns those
 * that go from right to left.
 */
export function inVisualOrder(runs: readonly Run[]): Run[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    for (let from = 0; from < ordered.length; from++) {
      if ((ordered[from]?.level ?? 0) < level) continue;
      let to = from;
      while ((ordered[to + 1]?.level ?? 0) >= level) to++;
      ordered.splice(from, to - from + 1, ...ordered.slice(from, to + 1).reverse());
      from = to;
    }
  }
  return ordered;
}
