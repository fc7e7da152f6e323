import type { Page } from '@playwright/test';

/** A decoded screenshot: 4 bytes a pixel, red, green, blue, opacity. */
export interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** Takes a picture of a part of a page. It is decoded in an empty page, whose policy allows it. */
export async function takePicture(
  page: Page,
  clip: { x: number; y: number; width: number; height: number },
): Promise<Picture> {
  const png = await page.screenshot({ clip });
  const decoder = await page.context().newPage();
  try {
    const decoded = await decoder.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (context === null) throw new Error('this browser draws nothing');
      context.drawImage(bitmap, 0, 0);
      const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      let text = '';
      for (let start = 0; start < data.length; start += 8192) {
        text += String.fromCharCode(...data.subarray(start, start + 8192));
      }
      return { width, height, pixels: btoa(text) };
    }, png.toString('base64'));
    return { ...decoded, pixels: new Uint8Array(Buffer.from(decoded.pixels, 'base64')) };
  } finally {
    await decoder.close();
  }
}

/** The middle of all pixels that pass, in pixels from the picture's top left, and how many pass. */
export function middleOf(
  picture: Picture,
  passes: (red: number, green: number, blue: number) => boolean,
): { x: number; y: number; count: number } {
  const { width, height, pixels } = picture;
  const sum = { x: 0, y: 0, count: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if (!passes(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)) continue;
      sum.x += x + 0.5;
      sum.y += y + 0.5;
      sum.count += 1;
    }
  }
  return { x: sum.x / sum.count, y: sum.y / sum.count, count: sum.count };
}
