import { PAGE, setAside } from './pdf-a.ts';
import { TypeSetter } from './type-setter.ts';

export const MARGIN = 42;
export const CONTENT_WIDTH = PAGE.width - 2 * MARGIN;
const FOOTER_TOP = PAGE.height - 72;
const RULE = '#c9ced6';
const FAINT = '#5b6470';

/** Pages that are filled from the top; a foot with its number is put on each of them at the end. */
export class Sheet {
  readonly document: PDFKit.PDFDocument;
  readonly setter: TypeSetter;
  /** Where the next text goes, points from the top. */
  y = MARGIN;

  constructor(document: PDFKit.PDFDocument) {
    this.document = document;
    this.setter = new TypeSetter(document);
    document.addPage();
  }

  /** What is left on the page, points. */
  get room(): number {
    return FOOTER_TOP - 8 - this.y;
  }

  newPage(): void {
    setAside(this.document);
    this.document.addPage();
    this.y = MARGIN;
  }

  /** Begins a new page where less is left. */
  need(height: number): void {
    if (this.room < height) this.newPage();
  }

  rule(y: number, { x = MARGIN, width = CONTENT_WIDTH }: { x?: number; width?: number } = {}): void {
    this.document
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(0.6)
      .strokeColor(RULE)
      .stroke();
  }

  shade(y: number, height: number): void {
    this.document.rect(MARGIN, y, CONTENT_WIDTH, height).fillColor('#eef0f3').fill();
  }

  /** A paragraph over the whole width, which goes on on the next page where it must. */
  paragraph(text: string, style: { size: number; weight?: 'regular' | 'bold'; colour?: string }): void {
    for (const line of this.setter.lines(text, CONTENT_WIDTH, style)) {
      this.need(this.setter.height(1, style));
      this.y = this.setter.set([line], { x: MARGIN, y: this.y, width: CONTENT_WIDTH }, style);
    }
  }

  /** The foot of every page. @param pageOf "page 2 / 3" in the reader's language */
  foot(about: string, pageOf: (page: number, pages: number) => string): void {
    const { start, count } = this.document.bufferedPageRange();
    const style = { size: 7, colour: FAINT, mostLines: 3 };
    const width = CONTENT_WIDTH - 90;
    for (let page = start; page < start + count; page++) {
      this.document.switchToPage(page);
      this.rule(FOOTER_TOP);
      this.setter.text(about, { x: MARGIN, y: FOOTER_TOP + 6, width }, style);
      const box = { x: MARGIN + width, y: FOOTER_TOP + 6, width: 90 };
      this.setter.text(pageOf(page - start + 1, count), box, { ...style, align: 'right', size: 8 });
    }
  }
}
