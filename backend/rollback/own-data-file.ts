import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { InputError } from '../backend-error.ts';

/**
 * What Vigie alone holds, as a file: gzip, a JSON object a line. The first says what it is, then come rows by table, and columns that Vigie adds to
 * rows of others; the last counts and sums what is before it, so that a file that is cut short is known.
 */
const head = z.strictObject({
  kind: z.literal('vigie-own-data'),
  version: z.literal(1),
  madeAt: z.string(),
  place: z.string(),
  migrations: z.array(z.string()),
});
export type OwnDataHead = z.infer<typeof head>;

/** Rows are JSON text as the database writes it: numbers stay exact that JavaScript has not. */
const rowLine = z.strictObject({ table: z.string(), row: z.string() });
const columnsLine = z.strictObject({ columnsOf: z.string(), row: z.string() });
const endLine = z.strictObject({ end: z.literal(true), rows: z.number(), sha256: z.string() });

export type OwnDataLine = z.infer<typeof rowLine> | z.infer<typeof columnsLine>;

/** The file cannot be used. The message is one sentence with the remedy. */
export class OwnDataError extends InputError {
  override name = 'OwnDataError';
}

/** Writes such a file. It has its name only when it is whole and on the disk. */
export class OwnDataWriter {
  readonly #file: string;
  readonly #gzip = createGzip();
  readonly #hash = createHash('sha256');
  readonly #written: Promise<void>;
  #rows = 0;

  constructor(file: string, first: OwnDataHead) {
    this.#file = file;
    const target = createWriteStream(this.#partial, { mode: 0o600 });
    this.#written = new Promise<void>((resolve, reject) => {
      target.once('close', () => resolve()).once('error', reject);
      this.#gzip.once('error', reject);
    });
    // Whoever writes on hears of it at the latest at the end.
    this.#written.catch(() => this.#gzip.destroy());
    this.#gzip.pipe(target);
    this.#write(first);
  }

  get #partial(): string {
    return `${this.#file}.part`;
  }

  get rows(): number {
    return this.#rows;
  }

  async add(lines: readonly OwnDataLine[]): Promise<void> {
    let isFree = true;
    for (const line of lines) isFree = this.#write(line);
    this.#rows += lines.length;
    if (!isFree) await Promise.race([once(this.#gzip, 'drain'), this.#written]);
  }

  /** @returns SHA-256 of the lines */
  async finish(): Promise<string> {
    const sha256 = this.#hash.copy().digest('hex');
    this.#write({ end: true, rows: this.#rows, sha256 });
    this.#gzip.end();
    await this.#written;
    const handle = await open(this.#partial, 'r+');
    await handle.sync();
    await handle.close();
    await rename(this.#partial, this.#file);
    return sha256;
  }

  async abandon(): Promise<void> {
    this.#gzip.destroy();
    await this.#written.catch(() => undefined);
    await rm(this.#partial, { force: true });
  }

  #write(line: object): boolean {
    const text = `${JSON.stringify(line)}\n`;
    this.#hash.update(text);
    return this.#gzip.write(text);
  }
}

/**
 * Reads a file whole before anything is made of it, then again: a file that is cut or changed is refused.
 * @param take given lines in batches; without it the file is only checked
 * @throws OwnDataError
 */
export async function readOwnData(
  file: string,
  take: (lines: OwnDataLine[], first: OwnDataHead) => Promise<void> = () => Promise.resolve(),
  batch = 500,
): Promise<{ head: OwnDataHead; rows: number }> {
  const hash = createHash('sha256');
  let first: OwnDataHead | undefined;
  let end: z.infer<typeof endLine> | undefined;
  let rows = 0;
  let lines: OwnDataLine[] = [];
  try {
    for await (const text of linesOf(file)) {
      if (end !== undefined) throw new OwnDataError(`${file} goes on after its end: give the file as it was written.`);
      const value: unknown = JSON.parse(text);
      if (first === undefined) {
        first = head.parse(value);
      } else if (endLine.safeParse(value).success) {
        end = endLine.parse(value);
        continue;
      } else {
        lines.push(z.union([rowLine, columnsLine]).parse(value));
        rows += 1;
      }
      hash.update(`${text}\n`);
      if (lines.length >= batch) {
        await take(lines, first);
        lines = [];
      }
    }
  } catch (error) {
    if (error instanceof OwnDataError || !isOfTheFile(error)) throw error;
    throw new OwnDataError(
      `${file} cannot be read (${error instanceof Error ? error.message.split('\n')[0] : ''}): give a file that rollback or export wrote.`,
      { cause: error },
    );
  }
  if (first === undefined || end === undefined || end.rows !== rows || end.sha256 !== hash.digest('hex')) {
    throw new OwnDataError(`${file} is not whole: give the file as it was written.`);
  }
  if (lines.length > 0) await take(lines, first);
  return { head: first, rows };
}

/** As readline does, which loses errors of the file. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const unzipped = createGunzip().setEncoding('utf8');
  source.once('error', (error) => unzipped.destroy(error));
  source.pipe(unzipped);
  let rest = '';
  for await (const chunk of unzipped as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function isOfTheFile(error: unknown): boolean {
  if (error instanceof SyntaxError || error instanceof z.ZodError) return true;
  return error instanceof Error && 'code' in error && /^(?:Z_|ENOENT|EISDIR|EACCES)/.test(String(error.code));
}
