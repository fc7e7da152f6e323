import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../backend/operations/limits.ts';

const root = path.join(import.meta.dirname, '../../../..');
const guide = readFileSync(path.join(root, 'docs/admin-guide.md'), 'utf8');

function sources(folder: string): string[] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8'));
}

describe("the administrator's guide", () => {
  const described = new Map(
    [...guide.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|.*\| (.*) \|$/gm)].map(([, name = '', fallback = '']) => [
      name,
      fallback,
    ]),
  );

  it('describes each setting that is read, and no other', () => {
    // A member of a schema that is given to readSettings, and what is read from the environment directly.
    const inSchemas = sources('backend/settings').flatMap((text) => [
      ...text.matchAll(/^\s*(?:\{ )?([A-Z][A-Z0-9_]{2,}): /gm),
      ...text.matchAll(/readSettings\(\{ ([A-Z][A-Z0-9_]{2,}): /g),
    ]);
    const direct = sources('backend').flatMap((text) => [...text.matchAll(/process\.env\['([A-Z][A-Z0-9_]+)'\]/g)]);
    const read = new Set([...inSchemas, ...direct].map(([, name = '']) => name));
    expect([...described.keys()].toSorted()).toEqual([...read].toSorted());
  });

  it('has the defaults as they are', () => {
    expect(described.get('VIGIE_REQUESTS_PER_ADDRESS')).toBe(String(DEFAULT_LIMITS.requestsPerAddress));
    expect(described.get('VIGIE_REQUESTS_PER_SUBJECT')).toBe(String(DEFAULT_LIMITS.requestsPerSubject));
    expect(described.get('VIGIE_MOST_CONNECTIONS')).toBe(String(DEFAULT_LIMITS.connections));
    expect(described.get('VIGIE_MOST_SOCKETS')).toBe(String(DEFAULT_LIMITS.sockets));
    expect(described.get('VIGIE_SOCKETS_PER_SUBJECT')).toBe(String(DEFAULT_LIMITS.socketsPerSubject));
  });

  it('lets no secret be given on the command line', () => {
    const options = sources('backend/cli').flatMap((text) => [...text.matchAll(/'--([a-z][a-z-]*)(?: <[^>]*>)?'/g)]);
    expect(options.length).toBeGreaterThan(10);
    const telling = options
      .map(([, name = '']) => name)
      .filter((name) => /pass|secret|token|key|credential|url$/.test(name));
    expect(telling).toEqual([]);
  });

  it('leads to pages that are there, and the image copies what is there', () => {
    const links = [...guide.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((link) => !existsSync(path.join(root, 'docs', link)))).toEqual([]);
    const copies = [...readFileSync(path.join(root, 'Containerfile'), 'utf8').matchAll(/^COPY (?!--)(.+) \S+$/gm)];
    const copied = copies.flatMap(([, names = '']) => names.split(' '));
    expect(copied).toContain('backend');
    expect(copied.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });
});
