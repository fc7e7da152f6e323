import { createRequire } from 'node:module';

/** The package has no types of its own. */
type SvgToPdf = (
  document: PDFKit.PDFDocument,
  svg: string,
  x: number,
  y: number,
  options: {
    width: number;
    height: number;
    preserveAspectRatio: string;
    assumePt: boolean;
    imageCallback: (link: string) => string;
    warningCallback: (warning: string) => void;
  },
) => void;
const svgToPdf = createRequire(import.meta.url)('svg-to-pdfkit') as SvgToPdf;

/**
 * Draws an SVG into a box, as large as fits, at its upper left. Nothing is ever read from a path or an address that it names.
 * @throws TypeError where it has something that cannot be drawn
 */
export function drawSvg(
  document: PDFKit.PDFDocument,
  svg: string,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  svgToPdf(document, svg, x, y, {
    ...{ width, height, preserveAspectRatio: 'xMinYMin meet', assumePt: true },
    imageCallback: () => '',
    warningCallback(warning) {
      throw new TypeError(warning);
    },
  });
}
