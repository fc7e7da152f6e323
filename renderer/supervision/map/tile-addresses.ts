/** Tiles of the base map that comes with Vigie: `vigie-base://{z}/{x}/{y}`. */
export const OFFLINE_PROTOCOL = 'vigie-base';
/** Tiles of an operator's own archive: `vigie-archive://KEY/{z}/{x}/{y}`. */
export const ARCHIVE_PROTOCOL = 'vigie-archive';

export function archiveTiles(key: string): string {
  return `${ARCHIVE_PROTOCOL}://${encodeURIComponent(key)}/{z}/{x}/{y}`;
}
