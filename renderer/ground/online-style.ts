import type { StyleSpecification } from 'maplibre-gl';
import { z } from 'zod';

/** An online style that cannot be shown. */
export class StyleError extends Error {
  override name = 'StyleError';
  readonly code: 'unreachable' | 'not-a-style' | 'other-origin';
  constructor(code: StyleError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** As much of a style as is looked at here: the map checks the rest. */
const sourceShape = z.looseObject({
  type: z.string(),
  url: z.string().optional(),
  tiles: z.array(z.string()).optional(),
  data: z.unknown().optional(),
});
const spriteShape = z.union([z.string(), z.array(z.looseObject({ id: z.string(), url: z.string() }))]);
const styleShape = z.looseObject({
  version: z.literal(8),
  sources: z.record(z.string(), sourceShape),
  layers: z.array(z.looseObject({ id: z.string(), type: z.string() })),
  glyphs: z.string().optional(),
  sprite: spriteShape.optional(),
});

/**
 * Fetches a MapLibre style and makes its addresses whole.
 * @param origins what the page may fetch from: what a style names elsewhere would never come, and is refused here with its name
 * @throws StyleError
 */
export async function fetchOnlineStyle(
  url: string,
  origins: readonly string[],
  get: (url: string) => Promise<Response> = (address) => fetch(address, { cache: 'no-cache', credentials: 'omit' }),
): Promise<StyleSpecification> {
  const value = await fetchJson(url, get);
  const parsed = styleShape.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StyleError('not-a-style', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no style'}`);
  }
  const whole = (address: string) => wholeAddress(address, url, origins);
  const { glyphs, sprite, sources } = parsed.data;
  const style = {
    ...parsed.data,
    ...(glyphs === undefined ? {} : { glyphs: whole(glyphs) }),
    ...(sprite === undefined ? {} : { sprite: wholeSprite(sprite, whole) }),
    sources: Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, wholeSource(source, whole)])),
  };
  return style as unknown as StyleSpecification;
}

async function fetchJson(url: string, get: (url: string) => Promise<Response>): Promise<unknown> {
  let response: Response;
  try {
    response = await get(url);
  } catch (error) {
    throw new StyleError('unreachable', `it cannot be reached (${String(error)})`);
  }
  if (!response.ok) throw new StyleError('unreachable', `its server answered ${response.status}`);
  try {
    return (await response.json()) as unknown;
  } catch (error) {
    throw new StyleError('not-a-style', `it is not JSON (${String(error)})`);
  }
}

function wholeSource(source: z.infer<typeof sourceShape>, whole: (address: string) => string) {
  const { url, tiles, data } = source;
  return {
    ...source,
    ...(url === undefined ? {} : { url: whole(url) }),
    ...(tiles === undefined ? {} : { tiles: tiles.map(whole) }),
    ...(typeof data === 'string' ? { data: whole(data) } : {}),
  };
}

function wholeSprite(sprite: z.infer<typeof spriteShape>, whole: (address: string) => string) {
  return typeof sprite === 'string' ? whole(sprite) : sprite.map((one) => ({ ...one, url: whole(one.url) }));
}

/** Braces are the places for zoom, column and row: they stay as they are. */
function wholeAddress(address: string, base: string, origins: readonly string[]): string {
  if (!URL.canParse(address, base)) throw new StyleError('not-a-style', `'${address}' is no address`);
  const url = new URL(address, base);
  if (!origins.includes(url.origin)) {
    throw new StyleError('other-origin', `it takes '${address}' from ${url.origin}, which the policy does not allow`);
  }
  return url.href.replaceAll('%7B', '{').replaceAll('%7D', '}');
}
