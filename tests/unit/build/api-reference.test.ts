import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OpenApi, referenceOf } from '../../../build/api-reference/reference.ts';

const folder = path.join(import.meta.dirname, '../../../docs/api');
const document = JSON.parse(readFileSync(path.join(folder, 'openapi.json'), 'utf8')) as OpenApi;
const kept = readFileSync(path.join(folder, 'reference.md'), 'utf8');

describe('the reference of the interface', () => {
  it('is kept current: npm run api:reference', () => {
    expect(kept).toBe(referenceOf(document));
  });

  it('has every operation and every type, and leads to none that is not there', () => {
    const headings = new Set([...kept.matchAll(/^### (.+)$/gm)].map(([, text = '']) => text));
    for (const [route, methods] of Object.entries(document.paths)) {
      for (const method of Object.keys(methods)) expect(headings).toContain(`${method.toUpperCase()} ${route}`);
    }
    for (const name of Object.keys(document.components.schemas)) expect(headings).toContain(name);
    const anchors = new Set(
      [...headings].map((text) =>
        text
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    const links = [...kept.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });
});
