import PDFDocument from 'pdfkit';
import { escapeXml } from '../e-invoice/xml.ts';

/** What a document says of itself. */
export interface PdfFacts {
  title: string;
  author: string;
  /** BCP 47. */
  language: string;
  createdAtMs: number;
}

/** A file within the document. */
export interface Attachment {
  name: string;
  bytes: Uint8Array;
  mediaType: string;
  description: string;
  /** ISO 32000-2, 7.11.3. */
  relationship: 'Alternative' | 'Data' | 'Source' | 'Supplement';
}

/** A4, points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/**
 * An empty PDF/A-3b (ISO 19005-3) of A4 pages: with a colour profile, fonts within it, its own description, and no link to anything outside.
 * The library writes the description's own members as they are, so those with free text are written here.
 */
export function openPdfA({ title, author, language, createdAtMs }: PdfFacts, extension = ''): PDFKit.PDFDocument {
  const document = new PDFDocument({
    subset: 'PDF/A-3b',
    pdfVersion: '1.7',
    size: [PAGE.width, PAGE.height],
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    lang: language,
    displayTitle: true,
    info: { Producer: 'Vigie', Creator: 'Vigie', CreationDate: new Date(createdAtMs) },
  });
  writeMetadata(
    document,
    `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escapeXml(author)}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description>
${extension}`,
  );
  return document;
}

/** Of the library, and not in its types. */
function writeMetadata(document: PDFKit.PDFDocument, xml: string): void {
  const append: unknown = Reflect.get(document, 'appendXML');
  if (typeof append !== 'function') throw new TypeError('the PDF library takes no metadata');
  Reflect.apply(append, document, [xml]);
}

export function attach(document: PDFKit.PDFDocument, attachment: Attachment, createdAtMs: number): void {
  const at = new Date(createdAtMs);
  // The relationship is missing from the library's types.
  const options: PDFKit.Mixins.PDFAttachmentOptions & Pick<Attachment, 'relationship'> = {
    name: attachment.name,
    type: attachment.mediaType,
    description: attachment.description,
    creationDate: at,
    modifiedDate: at,
    relationship: attachment.relationship,
  };
  document.file(Buffer.from(attachment.bytes), options);
}

/** Words whose glyphs a font remembers. */
const MOST_REMEMBERED = 2_000;

/**
 * Brings what is on the page so far into the file, and out of memory. More may be written on it: that is a second stream of its content
 * (ISO 32000-2, 7.8.2). What fonts remember of words is let go where it grows: of a statement of 20,000 lines both were half a gigabyte.
 */
export function setAside(document: PDFKit.PDFDocument): void {
  const { page } = document;
  const written = page.content;
  written.end(null);
  page.content = document.ref({});
  // Members that the library's types do not list.
  Reflect.set(page.dictionary.data, 'Contents', [written, page.content]);
  const fonts = Object.values(Reflect.get(document, '_fontFamilies') as Record<string, object>);
  for (const font of fonts) {
    const words: unknown = Reflect.get(font, 'layoutCache');
    const isGrown = typeof words === 'object' && words !== null && Object.keys(words).length > MOST_REMEMBERED;
    if (isGrown) Reflect.set(font, 'layoutCache', Object.create(null));
  }
}

/** Ends the document. @returns its bytes */
export function finish(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => void chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    document.end();
  });
}
