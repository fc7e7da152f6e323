import { deflateSync } from 'node:zlib';
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { facesOf } from '../../../../backend/documents/pdf/faces.ts';
import { invoicePdf } from '../../../../backend/documents/pdf/invoice-pdf.ts';
import { checkLogo, LogoError } from '../../../../backend/documents/pdf/logo.ts';
import { statementPdf } from '../../../../backend/documents/pdf/statement-pdf.ts';
import { inVisualOrder, wordsOf } from '../../../../backend/documents/pdf/text-runs.ts';
import { corpus } from '../../../check-invoices/corpus.ts';

const CREATED_AT_MS = Date.UTC(2026, 10, 29);
const pagesOf = async (bytes: Buffer) => (await PDFDocument.load(bytes, { updateMetadata: false })).getPageCount();

describe('texts of documents', () => {
  it('take each letter from the first face that has it, and never the empty glyph', () => {
    const faces = (text: string) =>
      wordsOf(text, 'regular').flatMap(({ runs }) => runs.map(({ face }) => face.name.split('-')[0]));
    expect(faces('Œuvre')).toEqual(['Inter']);
    expect(faces('Αθήνα Київ')).toEqual(['Inter', 'Inter', 'Inter']);
    expect(faces('🚖')).toEqual(['NotoEmoji']);
    expect(faces('مؤسسة')).toEqual(['NotoSansArabic']);
    expect(
      wordsOf('東\u{0}京', 'regular')
        .flatMap(({ runs }) => runs.map(({ text }) => text))
        .join(''),
    ).toBe('□□');
    const families = wordsOf('👨‍👩‍👧', 'regular').flatMap(({ runs }) => runs);
    expect(families).toHaveLength(1);
    for (const face of facesOf('bold')) expect(face.has(0x20)).toBe(true);
  });

  it('stand in the order in which they are seen', () => {
    const runs = wordsOf('Hôtel הסעות הצפון 12', 'regular').flatMap((word) => word.runs);
    const seen = inVisualOrder(runs).map(({ text }) => text.trim());
    expect(seen.filter((text) => text !== '')).toEqual(['Hôtel', '12', 'הצפון', 'הסעות']);
  });
});

describe('documents as PDF', () => {
  it('go on over as many pages as they need, one line after another', async () => {
    const document = corpus(300, 2).find(({ lines }) => lines.length > 80);
    if (document === undefined) throw new Error('the corpus has no long document');
    const short = { ...document, lines: document.lines.slice(0, 1), allowances: [], charges: [], legalNotes: [] };
    const options = { language: 'fr', logo: undefined, createdAtMs: CREATED_AT_MS } as const;
    expect(await pagesOf(await invoicePdf({ document, ...options }))).toBeGreaterThan(3);
    expect(await pagesOf(await invoicePdf({ document: short, ...options }))).toBe(1);
  });

  it('bear names that are only breaks, and notes of the greatest length', async () => {
    const [document] = corpus(1, 9);
    const [line] = document?.lines ?? [];
    if (document === undefined || line === undefined) throw new Error('the corpus is empty');
    const lines = Array.from({ length: 30 }, () => ({
      ...line,
      description: `a${'\n'.repeat(400)}b`,
      note: 'w'.repeat(1000),
    }));
    const bytes = await invoicePdf({
      document: { ...document, lines },
      language: 'en',
      logo: undefined,
      createdAtMs: CREATED_AT_MS,
    });
    expect(await pagesOf(bytes)).toBeGreaterThan(5);
  });

  it('state a cycle whose missions have no price, and the same bytes at the same time', async () => {
    const lines = Array.from({ length: 90 }, (_, index) => ({
      ...{ missionId: String(index), description: 'Course', performedOn: '2026-10-01', thirdPartyName: null },
      ...{ vat: { category: 'S', basisPoints: 1000 } as const, amountCents: index === 3 ? null : 1000 },
    }));
    const [{ seller } = { seller: undefined }] = corpus(1, 1);
    if (seller === undefined) throw new Error('the corpus is empty');
    const statement = {
      ...{
        label: 'Octobre',
        periodStart: '2026-10-01',
        periodEnd: '2026-10-31',
        state: 'open',
        currency: 'EUR',
        seller,
      },
      ...{ lines, printedOn: '2026-11-29' },
      totals: { unpriced: 1, taxExclusiveCents: 89_000, taxCents: 8900, taxInclusiveCents: 97_900, vat: [] },
    };
    const bytes = await statementPdf(statement, { language: 'fr', logo: undefined, createdAtMs: CREATED_AT_MS });
    expect(await pagesOf(bytes)).toBeGreaterThan(1);
  });
});

const TYPE_OF: Readonly<Record<number, 'image/jpeg' | 'image/png'>> = { 0xff: 'image/jpeg', 0x89: 'image/jpeg' };

describe('the logo', () => {
  const svg = (inside: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">${inside}</svg>`);

  it('is a PNG, JPEG or SVG that can be printed', async () => {
    expect((await checkLogo(svg('<path d="M0 0h10v10z" fill="#123"/>'), 'image/svg+xml')).type).toBe('image/svg+xml');
    expect((await checkLogo(smallPng(), 'image/png')).type).toBe('image/png');
  });

  it.each([
    ['said to be another', smallPng(), /is image\/png/],
    ['empty', Buffer.alloc(0), /empty/],
    ['another kind of file', Buffer.from('GIF89a'), /none of PNG, JPEG and SVG/],
    ['too large', Buffer.alloc(300_000), /more than 49152/],
    ['an SVG with a script', svg('<script>1</script>'), /text, scripts/],
    ['an SVG that leads elsewhere', svg('<image href="file:///etc/passwd"/>'), /text, scripts/],
    ['an SVG with text', svg('<text>x</text>'), /text, scripts/],
    ['an SVG with entities', Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>'), /text, scripts/],
    ['a JPEG in printing colours', Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1, 4, 0, 0, 0]), /CMYK/],
  ])('is not %s', async (_name, bytes, sentence) => {
    const refused = checkLogo(bytes, TYPE_OF[bytes[0] ?? 0] ?? 'image/svg+xml');
    await expect(refused).rejects.toThrow(LogoError);
    await expect(refused).rejects.toThrow(sentence);
  });
});

/** One red pixel. */
function smallPng(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([0, 255, 0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
