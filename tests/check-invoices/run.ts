import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { faultsOf, write } from './check-document.ts';
import { corpus } from './corpus.ts';
import { SPOILERS } from './spoil.ts';

/**
 * `npm run check:invoices`: writes a corpus of invoices and credit notes as Factur-X and UBL, and has them judged by others (docs/exports.md).
 * Ends in `N documents, 0 faults`, or fails.
 */
const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const HELP = `npm run check:invoices -- [--documents N] [--seed N] [--keep FOLDER]
  --documents  how many (400)
  --seed       the same seed makes the same documents (1)
  --keep       writes all files into a folder, for validators that are not here (veraPDF, the official Schematron)`;

const MOST_SHOWN = 20;

async function check(count: number, seed: number, keep: string | undefined): Promise<number> {
  let faults = 0;
  const tell = (sentence: string) => {
    faults += 1;
    if (faults <= MOST_SHOWN) console.error(sentence);
  };
  const hasQpdf = spawnSync('qpdf', ['--version']).status === 0;
  if (!hasQpdf) console.error('qpdf is not installed: PDFs are not looked at by it');
  if (keep !== undefined) mkdirSync(keep, { recursive: true });
  for (const [index, document] of corpus(count, seed).entries()) {
    const written = await write(document, index % 2 === 0 ? 'fr' : 'en');
    for (const fault of await faultsOf(written)) tell(`document ${index} (${document.kind}, seed ${seed}): ${fault}`);
    if (hasQpdf && index % 10 === 0) for (const fault of qpdfFaults(written.pdf)) tell(`document ${index}: ${fault}`);
    // Whoever finds no fault must be one who finds faults.
    if (index === 0) for (const name of await unseen(written)) tell(`${name} was not noticed`);
    if (keep !== undefined) {
      const file = path.join(keep, String(index).padStart(5, '0'));
      writeFileSync(`${file}.cii.xml`, written.cii);
      writeFileSync(`${file}.ubl.xml`, written.ubl);
      writeFileSync(`${file}.pdf`, written.pdf);
    }
  }
  return faults;
}

async function unseen(written: Parameters<typeof faultsOf>[0]): Promise<string[]> {
  const names: string[] = [];
  for (const { name, spoil } of SPOILERS) if ((await faultsOf(await spoil(written))).length === 0) names.push(name);
  return names;
}

/** Status 0: it is sound; 2: it is not; 3: it was read with warnings. */
function qpdfFaults(pdf: Buffer): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-qpdf-'));
  try {
    const file = path.join(folder, 'invoice.pdf');
    writeFileSync(file, pdf);
    const { status, stderr } = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' });
    return status === 0 ? [] : [`qpdf: ${stderr.split('\n')[0]}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function counted(text: string, name: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  console.error(`--${name}: ${text} is no whole number above 0`);
  process.exit(2);
}

if (values.help) console.log(HELP);
else {
  const count = counted(values.documents, 'documents');
  const faults = await check(count, counted(values.seed, 'seed'), values.keep);
  console.log(`${count} documents, ${faults} faults`);
  process.exitCode = faults === 0 ? 0 : 1;
}
