/**
 * Writes or reads the numbers of a recording, most significant bit first. One procedure (`fix-codec.ts`) describes the order of
 * the numbers for both directions: a writer returns what it is given, a reader ignores that and returns what was written.
 */
export interface FixCoder {
  /** A whole number from 0 to 2^count - 1, in `count` bits (1 to 32). */
  bits(value: number, count: number): number;
  /** 0 or 1, in one bit. */
  flag(value: number): number;
  /**
   * An int32, in fewer bits the closer to zero it is compared with those before it: `sizes[index]` is how many bits they took lately, in
   * 16ths, and is brought up to date (adaptive Golomb-Rice codes; R. F. Rice, JPL 79-22, 1979). By bits and not by value, so that one
   * number that is far off does not spoil those after it.
   */
  signed(value: number, sizes: Uint16Array, index: number): number;
}

/** So many ones in a row: the number is far off, and follows with its length before it. */
const ESCAPE = 8;
const LENGTH_BITS = 6;

/** Low bits that are written as they are. */
function lowBits(size: number): number {
  return Math.max(0, size - 8) >> 4;
}

/** A quarter of what is known is given up for each new number. */
function following(size: number, unsigned: number): number {
  return size + (((32 - Math.clz32(unsigned)) * 16 - size) >> 2);
}

/** Collects bits in memory that grows as needed. */
export class FixWriter implements FixCoder {
  #bytes = new Uint8Array(4_096);
  #length = 0;
  /** Bits that do not fill a byte yet, in the low `#held` bits. */
  #bits = 0;
  #held = 0;

  /** Begins anew. */
  clear(): void {
    this.#length = 0;
    this.#bits = 0;
    this.#held = 0;
  }

  /** Fills up the last byte with zeros: what follows begins with a byte. @returns bytes written so far */
  align(): number {
    if (this.#held > 0) this.#put(0, 8 - this.#held);
    return this.#length;
  }

  /** What was written, aligned. Valid until the next write. */
  bytes(): Uint8Array {
    this.align();
    return this.#bytes.subarray(0, this.#length);
  }

  bits(value: number, count: number): number {
    if (count > 16) {
      this.#put(value >>> 16, count - 16);
      this.#put(value & 0xffff, 16);
    } else this.#put(value, count);
    return value;
  }

  flag(value: number): number {
    this.#put(value, 1);
    return value;
  }

  signed(value: number, sizes: Uint16Array, index: number): number {
    const unsigned = ((value << 1) ^ (value >> 31)) >>> 0;
    const size = sizes[index] ?? 0;
    const low = lowBits(size);
    const quotient = unsigned >>> low;
    if (quotient < ESCAPE) {
      // So many ones and a zero.
      this.#put((1 << (quotient + 1)) - 2, quotient + 1);
      if (low > 0) this.bits(unsigned & ((1 << low) - 1), low);
    } else {
      const length = 32 - Math.clz32(unsigned);
      this.#put(2 ** ESCAPE - 1, ESCAPE);
      this.#put(length, LENGTH_BITS);
      this.bits(unsigned, length);
    }
    sizes[index] = following(size, unsigned);
    return value;
  }

  /** @param count at most 16 */
  #put(value: number, count: number): void {
    this.#bits = (this.#bits << count) | value;
    this.#held += count;
    while (this.#held >= 8) {
      this.#held -= 8;
      if (this.#length === this.#bytes.length) this.#grow();
      this.#bytes[this.#length++] = this.#bits >>> this.#held;
    }
  }

  #grow(): void {
    const bytes = new Uint8Array(this.#bytes.length * 2);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}

/** Reads what a `FixWriter` wrote. Beyond the end there are zeros: whoever reads checks what must be in reach. */
export class FixReader implements FixCoder {
  #bytes: Uint8Array;
  #at = 0;
  #bits = 0;
  #held = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Goes on at a byte of others. */
  open(bytes: Uint8Array, at: number): void {
    this.#bytes = bytes;
    this.#at = at;
    this.#bits = 0;
    this.#held = 0;
  }

  bits(_value: number, count: number): number {
    if (count <= 16) return this.#take(count);
    const high = this.#take(count - 16);
    return ((high << 16) | this.#take(16)) >>> 0;
  }

  flag(_value: number): number {
    return this.#take(1);
  }

  signed(_value: number, sizes: Uint16Array, index: number): number {
    const size = sizes[index] ?? 0;
    const low = lowBits(size);
    this.#fill(ESCAPE + 1);
    // The next bits at the top of a word: how many ones there are.
    const next = this.#bits << (32 - this.#held);
    const ones = Math.min(ESCAPE, Math.clz32(~next));
    let unsigned: number;
    if (ones < ESCAPE) {
      this.#held -= ones + 1;
      unsigned = (ones << low) >>> 0;
      if (low > 0) unsigned += this.bits(0, low);
    } else {
      this.#held -= ESCAPE;
      const length = this.#take(LENGTH_BITS);
      unsigned = length === 0 ? 0 : this.bits(0, Math.min(32, length));
    }
    sizes[index] = following(size, unsigned);
    return (unsigned >>> 1) ^ -(unsigned & 1);
  }

  #take(count: number): number {
    this.#fill(count);
    this.#held -= count;
    return (this.#bits >>> this.#held) & ((1 << count) - 1);
  }

  /** @param count at most 17: with the 7 bits that may be left over they fit a word */
  #fill(count: number): void {
    while (this.#held < count) {
      this.#bits = (this.#bits << 8) | (this.#bytes[this.#at++] ?? 0);
      this.#held += 8;
    }
  }
}
