import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

/** A font file that documents are set in. All are under the SIL Open Font License: they may be embedded. */
export interface Face {
  name: string;
  file: string;
  has(codePoint: number): boolean;
}

export type Weight = 'regular' | 'bold';

const resolve = createRequire(import.meta.url).resolve;

/** Inter is the interface's own; what it has no letters for comes from the others, in this order. */
const FILES: Readonly<Record<Weight, readonly string[]>> = {
  regular: [
    'inter/400Regular/Inter_400Regular.ttf',
    'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
    'noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf',
    'noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
  ],
  bold: [
    'inter/600SemiBold/Inter_600SemiBold.ttf',
    'noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf',
    'noto-sans-hebrew/600SemiBold/NotoSansHebrew_600SemiBold.ttf',
    'noto-emoji/600SemiBold/NotoEmoji_600SemiBold.ttf',
  ],
};

const opened = new Map<Weight, readonly Face[]>();

/** The faces of a weight, the one to be preferred first. Read once. */
export function facesOf(weight: Weight): readonly Face[] {
  const known = opened.get(weight);
  if (known !== undefined) return known;
  const faces = FILES[weight].map((path) => openFace(resolve(`@expo-google-fonts/${path}`)));
  opened.set(weight, faces);
  return faces;
}

function openFace(file: string): Face {
  const font = fontkit.create(readFileSync(file));
  if (!('hasGlyphForCodePoint' in font)) throw new TypeError(`${file} is a collection of fonts, not one`);
  return { name: font.postscriptName, file, has: (codePoint) => font.hasGlyphForCodePoint(codePoint) };
}
