import { CONTENT_WIDTH, MARGIN, type Sheet } from './sheet.ts';
import type { Line, Style } from './type-setter.ts';

export interface Column {
  title: string;
  /** Points; of the one that is 0 what the others leave. */
  width: number;
  align?: 'left' | 'right';
}

/** A cell, and beneath it in small print what is behind it. */
export type Cell = string | { text: string; note?: string };

/** What is said where a table goes on over a page: its sum so far, at the foot of one and the head of the next. */
export interface CarriedForward {
  forward: string;
  brought: string;
  /** Of the rows set so far, as it is to be read. */
  sum(): string;
}

const BODY: Style = { size: 8.5 };
const HEAD: Style = { size: 8, weight: 'bold' };
const NOTE: Style = { size: 7.2, colour: '#5b6470', mostLines: 20 };
const PADDING = 4;
const GAP = 8;

/** A table of any length: its head stands on each page. */
export class Table {
  readonly #sheet: Sheet;
  readonly #columns: readonly Required<Column>[];
  readonly #carried: CarriedForward | null;
  #rows = 0;

  /** @param carried null: there is nothing to add up */
  constructor(sheet: Sheet, columns: readonly Column[], carried: CarriedForward | null) {
    const taken = columns.reduce((sum, { width }) => sum + width, 0);
    this.#sheet = sheet;
    this.#carried = carried;
    this.#columns = columns.map(({ title, width, align = 'left' }) => ({
      ...{ title, align },
      width: width === 0 ? CONTENT_WIDTH - taken : width,
    }));
    sheet.need(120);
    this.#head();
  }

  /** @param count adds the row to the sum, once it is known on which page it stands */
  row(cells: readonly Cell[], count: () => void = () => undefined): void {
    const { setter } = this.#sheet;
    const set = this.#columns.map(({ width, align }, index) => {
      const cell = cells[index] ?? '';
      const { text, note }: Exclude<Cell, string> = typeof cell === 'string' ? { text: cell } : cell;
      const inner = width - GAP;
      return {
        body: setter.lines(text, inner, { ...BODY, align, mostLines: 20 }),
        note: note === undefined ? [] : setter.lines(note, inner, NOTE),
      };
    });
    const heights = set.map(({ body, note }) => setter.height(body.length, BODY) + setter.height(note.length, NOTE));
    const height = Math.max(...heights) + 2 * PADDING;
    // The sum at the foot of the page needs a line as well.
    if (this.#sheet.room < height + this.#lineHeight() && this.#rows > 0) this.#turnPage();
    this.#place(set);
    this.#sheet.y += height;
    this.#sheet.rule(this.#sheet.y);
    this.#rows += 1;
    count();
  }

  #place(set: readonly { body: Line[]; note: Line[] }[]): void {
    let x = MARGIN;
    for (const [index, { width, align }] of this.#columns.entries()) {
      const { body = [], note = [] } = set[index] ?? {};
      const box = { x: x + GAP / 2, width: width - GAP };
      const y = this.#sheet.setter.set(body, { ...box, y: this.#sheet.y + PADDING }, { ...BODY, align });
      this.#sheet.setter.set(note, { ...box, y }, { ...NOTE, align });
      x += width;
    }
  }

  #turnPage(): void {
    if (this.#carried !== null) this.#sumLine(this.#carried.forward, this.#carried.sum());
    this.#sheet.newPage();
    this.#head();
    if (this.#carried !== null) this.#sumLine(this.#carried.brought, this.#carried.sum());
    this.#sheet.rule(this.#sheet.y);
  }

  #head(): void {
    const { setter } = this.#sheet;
    const titles = this.#columns.map(({ title, width, align }) => setter.lines(title, width - GAP, { ...HEAD, align }));
    const height = setter.height(Math.max(...titles.map((lines) => lines.length)), HEAD) + 2 * PADDING;
    this.#sheet.shade(this.#sheet.y, height);
    let x = MARGIN;
    for (const [index, { width, align }] of this.#columns.entries()) {
      const box = { x: x + GAP / 2, y: this.#sheet.y + PADDING, width: width - GAP };
      setter.set(titles[index] ?? [], box, { ...HEAD, align });
      x += width;
    }
    this.#sheet.y += height;
  }

  #sumLine(label: string, sum: string): void {
    const { setter } = this.#sheet;
    const last = this.#columns.at(-1)?.width ?? 0;
    const y = this.#sheet.y + PADDING;
    const style: Style = { ...HEAD, align: 'right', mostLines: 1 };
    setter.text(label, { x: MARGIN, y, width: CONTENT_WIDTH - last - GAP }, style);
    setter.text(sum, { x: MARGIN + CONTENT_WIDTH - last - 40 + GAP / 2, y, width: last + 40 - GAP }, style);
    this.#sheet.y += this.#lineHeight();
  }

  #lineHeight(): number {
    return this.#sheet.setter.height(1, HEAD) + 2 * PADDING;
  }
}
