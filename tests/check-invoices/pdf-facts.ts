import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFRef, decodePDFRawStream } from '@cantoo/pdf-lib';
import { FacturX } from 'factur-x-kit';
import { valuesAt, withXml } from './xml.ts';

/**
 * What is wrong with a Factur-X PDF, as far as it can be told without a validator of PDF/A: the XML within it by two readers that are not the
 * writer's (`@cantoo/pdf-lib`, and `factur-x-kit`, which reads by its own), and the clauses of ISO 19005-3 below.
 */
export async function pdfFaults(bytes: Uint8Array, cii: string): Promise<string[]> {
  let document: PDFDocument;
  try {
    document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
  } catch (error) {
    return [`PDF: it cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
  return [
    ...attachmentFaults(document, cii),
    ...metadataFaults(document),
    ...colourFaults(document),
    ...fontFaults(document),
    ...forbidden(document),
    ...emptyGlyphs(document),
    ...(await readBack(bytes, cii)),
  ];
}

function attachmentFaults(document: PDFDocument, cii: string): string[] {
  const files = document.getAttachments();
  const [file] = files;
  if (file === undefined || files.length !== 1) return [`PDF: it carries ${files.length} files, not one`];
  const associated = document.catalog.lookupMaybe(PDFName.of('AF'), PDFArray);
  return [
    file.name === 'factur-x.xml' ? [] : [`PDF: the file is named ${file.name} (Factur-X 1.0, 6.2.2)`],
    file.mimeType === 'text/xml' ? [] : [`PDF: the file is of type ${file.mimeType}`],
    String(file.afRelationship).endsWith('Alternative')
      ? []
      : [`PDF: the file's relationship is ${String(file.afRelationship)}`],
    Buffer.from(file.data).toString('utf8') === cii ? [] : ['PDF: the file is another than the XML of the invoice'],
    associated?.size() === 1 ? [] : ['PDF: the catalogue does not name the file as associated (ISO 19005-3, 6.8)'],
    file.modificationDate === undefined ? ['PDF: the file has no date of modification (ISO 19005-3, 6.8)'] : [],
  ].flat();
}

/** Description: PDF/A-3b, and Factur-X with its schema declared (ISO 19005-3, 6.6). */
function metadataFaults(document: PDFDocument): string[] {
  const stream = document.catalog.lookup(PDFName.of('Metadata'));
  if (!(stream instanceof PDFRawStream)) return ['PDF: it does not describe itself (ISO 19005-3, 6.6.2)'];
  if (stream.dict.has(PDFName.of('Filter'))) return ['PDF: its description is compressed'];
  const xmp = Buffer.from(stream.contents).toString('utf8');
  const wanted: readonly (readonly [string, string, string])[] = [
    ['http://www.aiim.org/pdfa/ns/id/', 'part', '3'],
    ['http://www.aiim.org/pdfa/ns/id/', 'conformance', 'B'],
    ['urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#', 'DocumentFileName', 'factur-x.xml'],
    ['urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#', 'DocumentType', 'INVOICE'],
    ['urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#', 'Version', '1.0'],
    ['urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#', 'ConformanceLevel', 'EN 16931'],
  ];
  try {
    return withXml(xmp, (document_) => [
      ...wanted.flatMap(([namespace, name, value]) => {
        const path = `//*[local-name()="${name}" and namespace-uri()="${namespace}"]`;
        const told = valuesAt(document_, path)[0];
        return told === value ? [] : [`PDF: its description says ${name} ${told}, not ${value}`];
      }),
      ...(valuesAt(document_, '//*[local-name()="namespaceURI"]').includes(
        'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#',
      )
        ? []
        : ['PDF: its description does not declare the schema of Factur-X (ISO 19005-3, 6.6.2.3.3)']),
    ]);
  } catch (error) {
    return [`PDF: its description is no XML: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function colourFaults(document: PDFDocument): string[] {
  const [intent] = document.catalog.lookupMaybe(PDFName.of('OutputIntents'), PDFArray)?.asArray() ?? [];
  const dictionary = intent instanceof PDFRef ? document.context.lookup(intent, PDFDict) : intent;
  const isGiven = dictionary instanceof PDFDict && dictionary.has(PDFName.of('DestOutputProfile'));
  return isGiven ? [] : ['PDF: it has no colour profile (ISO 19005-3, 6.2.3)'];
}

/** Every font lies within the file (6.2.11.4), with what its letters mean. */
function fontFaults(document: PDFDocument): string[] {
  const faults: string[] = [];
  let fonts = 0;
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict)) continue;
    const type = object.lookup(PDFName.of('Type'));
    if (type === PDFName.of('FontDescriptor')) {
      fonts += 1;
      const isWithin = ['FontFile', 'FontFile2', 'FontFile3'].some((key) => object.has(PDFName.of(key)));
      if (!isWithin)
        faults.push(
          `PDF: the font ${String(object.get(PDFName.of('FontName')))} is not within it (ISO 19005-3, 6.2.11.4)`,
        );
    }
    const isComposite = type === PDFName.of('Font') && object.lookup(PDFName.of('Subtype')) === PDFName.of('Type0');
    if (isComposite && !object.has(PDFName.of('ToUnicode')))
      faults.push('PDF: a font does not say what its letters mean');
    const isSimple =
      type === PDFName.of('Font') &&
      ['Type1', 'TrueType'].some((kind) => object.lookup(PDFName.of('Subtype')) === PDFName.of(kind));
    if (isSimple && !object.has(PDFName.of('FontDescriptor')))
      faults.push('PDF: a font of the reader is used (ISO 19005-3, 6.2.11.4)');
  }
  return fonts === 0 ? ['PDF: there is no font in it'] : faults;
}

/** Nothing that runs, is hidden, or lies elsewhere (6.1.3, 6.5, 6.9). */
function forbidden(document: PDFDocument): string[] {
  const faults: string[] = [];
  if (document.isEncrypted) faults.push('PDF: it is encrypted (ISO 19005-3, 6.1.3)');
  for (const key of ['OpenAction', 'AA', 'AcroForm', 'Requirements'])
    if (document.catalog.has(PDFName.of(key))) faults.push(`PDF: its catalogue has ${key} (ISO 19005-3, 6.5, 6.9)`);
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (
      object instanceof PDFDict &&
      ['JavaScript', 'Launch', 'URI', 'GoToR'].some((kind) => object.get(PDFName.of('S')) === PDFName.of(kind))
    )
      faults.push('PDF: it has an action that leads out of it (ISO 19005-3, 6.5.1)');
  }
  return faults;
}

/** No letter is set by the empty glyph, which stands where a font has none (6.2.11.8). Letters are glyphs of four hexadecimal digits. */
function emptyGlyphs(document: PDFDocument): string[] {
  for (const page of document.getPages()) {
    const contents = page.node.Contents();
    const streams =
      contents instanceof PDFArray ? contents.asArray().map((part) => document.context.lookup(part)) : [contents];
    for (const stream of streams) {
      if (!(stream instanceof PDFRawStream)) return ['PDF: a page has no text'];
      const text = Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1');
      const glyphs = [...text.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
      if (glyphs.includes('0000')) return ['PDF: a letter has no glyph (ISO 19005-3, 6.2.11.8)'];
    }
  }
  return [];
}

async function readBack(bytes: Uint8Array, cii: string): Promise<string[]> {
  try {
    const number = (await FacturX.fromPDF(bytes)).object.document.id;
    const expected = withXml(cii, (document) => valuesAt(document, '/*/*[local-name()="ExchangedDocument"]/ram:ID')[0]);
    return number === expected ? [] : [`PDF: the XML within it is of ${number}, not of ${expected}`];
  } catch (error) {
    return [`PDF: the XML within it cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}
