import { z } from 'zod';

/** The part of JSON Schema that our schemas come out as. */
export interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  format?: string;
}

export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
}

/** Texts that fit the patterns and formats that our schemas have; the first that does is taken. */
const TEXTS = [
  'text',
  '1',
  'http://127.0.0.1:9/hook',
  'https://vigie.example/hook',
  '00000000-0000-4000-8000-000000000001',
  '01890000-0000-7000-8000-000000000001',
  '2026-03-01',
  '2026-03-01T06:30:00.000Z',
  'EUR',
  'FR',
  'a'.repeat(32),
  'someone@example.org',
  'mission.changed',
  '411000',
];

/** A value that the schema takes, as small as it may be: only what is required. */
export function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (choice !== undefined) return sampleOf(choice);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    case 'string':
      return textFor(schema);
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return 'anything';
  }
}

function textFor({ format, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: JsonSchema): string {
  const fits = (text: string) =>
    text.length >= minLength &&
    text.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text)) &&
    (format !== 'uri' || URL.canParse(text));
  const text = TEXTS.find(fits) ?? (pattern === undefined ? 'x'.repeat(minLength) : undefined);
  if (text !== undefined) return text;
  throw new Error(`no sample fits the pattern ${pattern}: add one to TEXTS`);
}
