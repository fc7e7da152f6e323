import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApiText } from '../../../backend/cli/commands/openapi.ts';
import { routes } from '../../../backend/http/routes/index.ts';

interface Operation {
  operationId: string;
  security?: unknown;
  parameters?: { name: string; in: string; required: boolean }[];
  responses: Record<string, unknown>;
}
const document = JSON.parse(openApiText()) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { type?: string; properties?: Record<string, unknown> }> };
};

describe('the OpenAPI document', () => {
  it('is kept current: node backend/cli.ts openapi --out docs/api/openapi.json', () => {
    const kept = path.join(import.meta.dirname, '../../../docs/api/openapi.json');
    expect(readFileSync(kept, 'utf8')).toBe(openApiText());
  });

  it('describes every route, what it needs and what it answers', () => {
    for (const route of routes) {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      expect(operation?.operationId).toBe(route.operationId);
      expect(operation?.security === undefined).toBe(route.access === 'public');
      expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(['200', '400', 'default']));
      for (const [name] of route.path.matchAll(/(?<=\{)\w+/g)) {
        expect(operation?.parameters).toContainEqual(expect.objectContaining({ name, in: 'path', required: true }));
      }
    }
    expect(new Set(routes.map(({ operationId }) => operationId)).size).toBe(routes.length);
  });

  it('refers only to what it describes', () => {
    const text = openApiText();
    const references = [...text.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(20);
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(references));
    expect(text.match(/"\$ref": "(?!#\/components\/schemas\/)/)).toBeNull();
  });

  it('has the members of a mission', () => {
    expect(document.components.schemas['Mission']?.properties).toHaveProperty('amountCents');
    expect(document.paths['/api/v2/missions']?.['get']?.parameters?.map(({ name }) => name)).toEqual([
      ...['after', 'limit', 'status', 'vehicleId', 'billingCycleId', 'thirdPartyId'],
    ]);
  });
});
