import { addProtocol, removeProtocol } from 'maplibre-gl';

/** Data of what lies on the ground: `vigie-ground://KEY`. Another content has another key. */
const PROTOCOL = 'vigie-ground';

export function groundAddress(key: string): string {
  return `${PROTOCOL}://${encodeURIComponent(key)}`;
}

/**
 * Gives maps the GeoJSON behind a key. By address rather than in the style, which is compared with the one before at each
 * change. It belongs to the whole page, as maps' protocols do.
 */
export function serveGround(read: (key: string) => Promise<object>): void {
  removeProtocol(PROTOCOL);
  addProtocol(PROTOCOL, async ({ url }) => ({ data: await read(decodeURIComponent(url.slice(PROTOCOL.length + 3))) }));
}
