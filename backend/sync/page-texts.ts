/** A page ends early rather than pass this: clients store a page in one transaction, and show progress by pages. */
export const MAX_PAGE_BYTES = 2_000_000;

/** Before a row of the kind was seen. */
const ASSUMED_BYTES = 550;
/** So many rows say what the others are like. */
const ENOUGH_ROWS = 100;

/** How large rows of each kind are, so that the database does not make many that a page has no room for. */
export class RowSizes {
  readonly #averages = new Map<string, number>();

  learn(kind: string, texts: number, bytes: number): void {
    if (texts > ENOUGH_ROWS) this.#averages.set(kind, bytes / texts);
  }

  averageOf(kind: string): number {
    return this.#averages.get(kind) ?? ASSUMED_BYTES;
  }
}

/** The changes of a page, as text, as they are gathered. */
export class PageTexts {
  readonly texts: string[] = [];
  readonly #limit: number;
  readonly #sizes: RowSizes;
  #bytes = 0;

  /** @param limit most changes */
  constructor(limit: number, sizes: RowSizes) {
    this.#limit = limit;
    this.#sizes = sizes;
  }

  /** About how many rows of a kind still fit. */
  room(kind: string): number {
    const byBytes = Math.ceil((MAX_PAGE_BYTES - this.#bytes) / this.#sizes.averageOf(kind));
    return Math.max(0, Math.min(this.#limit - this.texts.length, byBytes));
  }

  /**
   * Takes the first rows that fit; at least one, if the page is empty. A row without a text counts as taken.
   * @returns how many were taken
   */
  take(kind: string, bodies: readonly (string | null)[]): number {
    const before = { texts: this.texts.length, bytes: this.#bytes };
    const firstTooMany = bodies.findIndex((body) => body !== null && !this.#add(body));
    this.#sizes.learn(kind, this.texts.length - before.texts, this.#bytes - before.bytes);
    return firstTooMany === -1 ? bodies.length : firstTooMany;
  }

  #add(text: string): boolean {
    const length = Buffer.byteLength(text);
    if (this.texts.length > 0 && this.#bytes + length > MAX_PAGE_BYTES) return false;
    this.#bytes += length;
    this.texts.push(text);
    return true;
  }
}
