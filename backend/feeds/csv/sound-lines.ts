import { Transform } from 'node:stream';

/** No line of positions is longer, in bytes. */
const LONGEST_LINE = 65_536;
const NEWLINE = 10;
const QUOTE = 34;

/**
 * Lets through the lines of a CSV file that stand on their own, and reports the number of the others: those with an
 * unclosed quote, which would swallow what follows, and those without end, which would fill the memory.
 */
export function soundLines(onUnsound: (lines: number) => void): Transform {
  let rest: Buffer = Buffer.alloc(0);
  // In the middle of a line that is too long.
  let skipping = false;

  const sound = (block: Buffer): Buffer => {
    if (!block.includes(QUOTE)) return block;
    const lines: Buffer[] = [];
    let start = 0;
    let unsound = 0;
    while (start < block.length) {
      const newline = block.indexOf(NEWLINE, start);
      const end = newline === -1 ? block.length : newline + 1;
      const line = block.subarray(start, end);
      if (quotesOf(line) % 2 === 0) lines.push(line);
      else unsound += 1;
      start = end;
    }
    if (unsound > 0) onUnsound(unsound);
    return Buffer.concat(lines);
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (skipping) {
        const newline = bytes.indexOf(NEWLINE);
        bytes = newline === -1 ? bytes.subarray(bytes.length) : bytes.subarray(newline + 1);
        skipping = newline === -1;
      }
      const last = bytes.lastIndexOf(NEWLINE);
      rest = bytes.subarray(last + 1);
      if (rest.length > LONGEST_LINE) {
        onUnsound(1);
        rest = bytes.subarray(bytes.length);
        skipping = true;
      }
      const block = sound(bytes.subarray(0, last + 1));
      if (block.length > 0) this.push(block);
      done();
    },
    flush(done) {
      const block = skipping ? rest.subarray(rest.length) : sound(rest);
      if (block.length > 0) this.push(block);
      done();
    },
  });
}

function quotesOf(line: Buffer): number {
  let quotes = 0;
  for (let at = line.indexOf(QUOTE); at !== -1; at = line.indexOf(QUOTE, at + 1)) quotes += 1;
  return quotes;
}
