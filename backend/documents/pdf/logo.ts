import type { LOGO_TYPES } from '../../../shared/domain/billing/index.ts';
import { drawSvg } from './draw-svg.ts';
import { finish, openPdfA } from './pdf-a.ts';

export type LogoType = (typeof LOGO_TYPES)[number];
/** Enough for a letterhead; it is part of each document. */
export const MOST_LOGO_BYTES = 48 * 1024;

/** The operator's mark. */
export interface Logo {
  type: LogoType;
  bytes: Uint8Array;
}

/** Why a file cannot be a logo. */
export class LogoError extends Error {
  override name = 'LogoError';
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** What a file is by its first bytes, whatever it is said to be. */
function typeOf(bytes: Uint8Array): LogoType | undefined {
  const head = Buffer.from(bytes.subarray(0, 8));
  if (head.equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  return /<svg[\s>]/i.test(Buffer.from(bytes.subarray(0, 4096)).toString('utf8')) ? 'image/svg+xml' : undefined;
}

/** What an SVG would bring in from elsewhere, run, or need a font for. */
const NOT_IN_SVG =
  /<!DOCTYPE|<!ENTITY|<(?:script|foreignObject|image|use|text|style|a)[\s>/]|\son\w+\s*=|(?:href|src)\s*=|url\s*\(\s*["']?(?!#)/i;

/**
 * Reads a file as a logo, and tries it on a page: what cannot be printed is refused when it is entered, not when an invoice is due.
 * @param said the type that it is said to be of
 * @throws LogoError
 */
export async function checkLogo(bytes: Uint8Array, said: LogoType): Promise<Logo> {
  if (bytes.length === 0) throw new LogoError('it is empty', 'Choose a PNG, JPEG or SVG file.');
  if (bytes.length > MOST_LOGO_BYTES)
    throw new LogoError(`it has ${bytes.length} bytes, more than ${MOST_LOGO_BYTES}`, 'Make it smaller.');
  const type = typeOf(bytes);
  if (type === undefined) throw new LogoError('it is none of PNG, JPEG and SVG', 'Save it as one of them.');
  if (type !== said)
    throw new LogoError(`it is said to be ${said}, and is ${type}`, `Say that its mediaType is ${type}.`);
  if (type === 'image/svg+xml' && NOT_IN_SVG.test(Buffer.from(bytes).toString('utf8')))
    throw new LogoError('the SVG has text, scripts, styles, images or links', 'Save it with paths alone, or as PNG.');
  if (type === 'image/jpeg' && jpegComponents(bytes) === 4)
    throw new LogoError('the JPEG is in printing colours (CMYK)', 'Save it in RGB.');
  const logo = { type, bytes };
  try {
    const document = openPdfA({ title: 'logo', author: 'Vigie', language: 'en', createdAtMs: 0 });
    document.addPage();
    drawLogo(document, logo, { x: 0, y: 0, width: 150, height: 56 });
    await finish(document);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LogoError(`it cannot be printed (${why})`, 'Save it anew as PNG.');
  }
  return logo;
}

/** Draws it into a box, as large as fits, at its upper left. */
export function drawLogo(
  document: PDFKit.PDFDocument,
  { type, bytes }: Logo,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  const buffer = Buffer.from(bytes);
  if (type !== 'image/svg+xml') {
    document.image(buffer, x, y, { fit: [width, height] });
    return;
  }
  drawSvg(document, buffer.toString('utf8'), { x, y, width, height });
}

/** Components of the first frame of a JPEG (ITU-T T.81, B.2.2); 0 where there is none. */
function jpegComponents(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return 0;
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return bytes[at + 9] ?? 0;
    at += 2 + view.getUint16(at + 2);
  }
  return 0;
}
