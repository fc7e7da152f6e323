import type { Weight } from './faces.ts';
import { inVisualOrder, type Run, type Word, wordsOf } from './text-runs.ts';

/** How a text is set. Lengths in points (1/72 inch). */
export interface Style {
  size: number;
  weight?: Weight;
  colour?: string;
  align?: 'left' | 'right';
  /** Lines that it may take; the last one ends in an ellipsis where more would come. */
  mostLines?: number;
}

export interface Line {
  /** From left to right. */
  runs: Run[];
  width: number;
}

/** Of the font's size. */
const LINE_HEIGHT = 1.35;
const BASELINE = 1.02;
const ON_BASELINE = { lineBreak: false, baseline: 'alphabetic' } as const;
export const INK = '#1a1d21';

/** Sets texts of any script on a page: breaks them into lines itself, since a line may need several fonts and directions. */
export class TypeSetter {
  readonly #document: PDFKit.PDFDocument;
  readonly #registered = new Set<string>();

  constructor(document: PDFKit.PDFDocument) {
    this.#document = document;
  }

  /** The lines that a text takes in a width. */
  lines(text: string, width: number, style: Style): Line[] {
    const lines = text
      .split('\n')
      .flatMap((paragraph) => this.#wrap(wordsOf(paragraph, style.weight ?? 'regular'), width, style));
    const { mostLines } = style;
    if (mostLines === undefined || lines.length <= mostLines) return lines.map((line) => this.#finish(line, style));
    const shown = lines.slice(0, mostLines);
    return [...shown.slice(0, -1), this.#shorten(shown.at(-1) ?? [], width, style)].map((line) =>
      this.#finish(line, style),
    );
  }

  height(lines: number, { size }: Style): number {
    return lines * size * LINE_HEIGHT;
  }

  /** Sets lines below `top`. @returns where the next text may begin */
  set(lines: readonly Line[], { x, y, width }: { x: number; y: number; width: number }, style: Style): number {
    const { size, colour = INK, align = 'left' } = style;
    let top = y;
    for (const line of lines) {
      let left = align === 'right' ? x + width - line.width : x;
      for (const run of line.runs) {
        if (run.text.trim() !== '') {
          this.#use(run, size);
          // All faces stand on one line, whatever their height.
          this.#document.fillColor(colour).text(run.text, left, top + BASELINE * size, ON_BASELINE);
        }
        left += this.#widthOf(run, size);
      }
      top += size * LINE_HEIGHT;
    }
    return top;
  }

  /** Breaks and sets a text. @returns where the next may begin */
  text(text: string, box: { x: number; y: number; width: number }, style: Style): number {
    return this.set(this.lines(text, box.width, style), box, style);
  }

  #wrap(words: readonly Word[], width: number, { size }: Style): Run[][] {
    const lines: Run[][] = [];
    let line: Run[] = [];
    let used = 0;
    for (const { runs, isGap } of words.flatMap((word) => this.#split(word, width, size))) {
      const wide = runs.reduce((sum, run) => sum + this.#widthOf(run, size), 0);
      if (used + wide > width && line.length > 0 && !isGap) {
        lines.push(line);
        line = [];
        used = 0;
      }
      if (isGap && line.length === 0) continue;
      line.push(...runs);
      used += wide;
    }
    return [...lines, line];
  }

  /** A word that is longer than a line is broken where it must be. */
  #split(word: Word, width: number, size: number): Word[] {
    const wide = word.runs.reduce((sum, run) => sum + this.#widthOf(run, size), 0);
    if (word.isGap || wide <= width) return [word];
    const parts: Word[] = [];
    let part: Run[] = [];
    let used = 0;
    for (const run of word.runs) {
      for (const { segment: text } of letters.segment(run.text)) {
        const letter = { ...run, text };
        const letterWidth = this.#widthOf(letter, size);
        if (used + letterWidth > width && part.length > 0) {
          parts.push({ runs: part, isGap: false });
          part = [];
          used = 0;
        }
        const last = part.at(-1);
        if (last !== undefined && last.face === run.face && last.level === run.level) last.text += text;
        else part.push(letter);
        used += letterWidth;
      }
    }
    return [...parts, { runs: part, isGap: false }];
  }

  #shorten(line: readonly Run[], width: number, { size, weight = 'regular' }: Style): Run[] {
    const [word] = wordsOf('…', weight);
    const ellipsis = word?.runs[0];
    if (ellipsis === undefined) return [...line];
    const room = width - this.#widthOf(ellipsis, size);
    const shown: Run[] = [];
    let used = 0;
    for (const run of line) {
      for (const { segment: text } of letters.segment(run.text)) {
        const wide = this.#widthOf({ ...run, text }, size);
        if (used + wide > room) return [...shown, ellipsis];
        const last = shown.at(-1);
        if (last !== undefined && last.face === run.face && last.level === run.level) last.text += text;
        else shown.push({ ...run, text });
        used += wide;
      }
    }
    return [...shown, ellipsis];
  }

  #finish(runs: readonly Run[], { size }: Style): Line {
    const seen = [...runs];
    while (seen.at(-1)?.text.trim() === '') seen.pop();
    const width = seen.reduce((sum, run) => sum + this.#widthOf(run, size), 0);
    return { runs: inVisualOrder(joined(seen)), width };
  }

  #widthOf(run: Run, size: number): number {
    this.#use(run, size);
    return this.#document.widthOfString(run.text);
  }

  #use({ face }: Run, size: number): void {
    if (!this.#registered.has(face.name)) {
      this.#document.registerFont(face.name, face.file);
      this.#registered.add(face.name);
    }
    this.#document.font(face.name).fontSize(size);
  }
}

const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Words that go from left to right in one face are set together: a page is then written in a tenth of the operations. */
function joined(runs: readonly Run[]): Run[] {
  const longer: Run[] = [];
  for (const run of runs) {
    const last = longer.at(-1);
    if (last?.face === run.face && last.level === 0 && run.level === 0) last.text += run.text;
    else longer.push({ ...run });
  }
  return longer;
}
