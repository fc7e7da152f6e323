import { type JsonSchema, sampleOf } from './json-schema.ts';

/** A value that its schema refuses, and where it is wrong. */
export interface WrongValue {
  what: string;
  /** Path of the field that the answer has to name. */
  field: string;
  value: unknown;
}

/** One of each kind of JSON value. */
const KINDS: readonly (readonly [string, unknown])[] = [
  ['object', {}],
  ['array', []],
  ['string', 'text'],
  ['number', 12.5],
  ['boolean', true],
  ['null', null],
];
const LONGEST_TRIED = 100_000;

/**
 * All the ways in which a value may miss a schema: another type, a member that is missing or not known, too long, too many, too
 * small, too large, not one of those that there are; in every member, however deep.
 * @param sound a value that is right, where the smallest one that fits the schema is not
 */
export function wrongValuesOf(schema: JsonSchema, field = '', sound?: unknown): WrongValue[] {
  return [
    ...wrongKinds(schema, field),
    ...wrongSizes(schema, field),
    ...wrongMembers(schema, field, sound),
    ...wrongItems(schema, field, sound),
  ];
}

function wrongKinds(schema: JsonSchema, field: string): WrongValue[] {
  const types = typesOf(schema);
  if (types === undefined) return [];
  return KINDS.filter(([kind]) => !types.has(kind)).map(([kind, value]) => ({
    what: `${kind} for ${field}`,
    field,
    value,
  }));
}

/** Undefined: anything. */
function typesOf(schema: JsonSchema): Set<string> | undefined {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    const each = choices.map(typesOf);
    return each.includes(undefined) ? undefined : new Set(each.flatMap((types) => [...(types ?? [])]));
  }
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values !== undefined) return new Set(values.map((value) => (value === null ? 'null' : typeof value)));
  if (schema.type === undefined) return undefined;
  return new Set([schema.type === 'integer' ? 'number' : schema.type]);
}

function wrongSizes(schema: JsonSchema, field: string): WrongValue[] {
  const { maxItems, maxLength, maximum, minimum, minItems = 0, minLength = 0, pattern, type } = schema;
  const wrong: WrongValue[] = [];
  const add = (what: string, value: unknown) => wrong.push({ what: `${what} ${field}`, field, value });
  if (type === 'string' && schema.enum === undefined) {
    if (maxLength !== undefined) add('too long', 'x'.repeat(maxLength + 1));
    if (minLength > 0) add('empty', '');
    if (pattern !== undefined) add('misshapen', `'; drop table missions; --`);
  }
  if (schema.enum !== undefined) add('unknown', 'no-such-word');
  if (type === 'integer') add('fraction for', 1.5);
  if (type === 'integer' || type === 'number') {
    // What JSON cannot hold: the parser makes it infinite.
    add('boundless', Number.POSITIVE_INFINITY);
    if (maximum !== undefined) add('too large', maximum + 1);
    if (minimum !== undefined) add('too small', minimum - 1);
  }
  if (type === 'array') {
    const item = sampleOf(schema.items ?? {});
    if (maxItems !== undefined && maxItems < LONGEST_TRIED)
      add(
        'too many',
        Array.from({ length: maxItems + 1 }, () => item),
      );
    if (minItems > 0) add('too few', []);
  }
  return wrong;
}

function wrongMembers(schema: JsonSchema, field: string, sound: unknown): WrongValue[] {
  if (schema.type !== 'object' || schema.properties === undefined) return [];
  const sample = (sound ?? sampleOf(schema)) as Record<string, unknown>;
  const wrong: WrongValue[] = [];
  for (const name of schema.required ?? []) {
    const { [name]: _, ...value } = sample;
    wrong.push({ what: `no ${at(field, name)}`, field: at(field, name), value });
  }
  if (schema.additionalProperties === false) {
    const odd = 'constructor';
    wrong.push({ what: `unknown ${at(field, odd)}`, field: at(field, odd), value: { ...sample, [odd]: 1 } });
  }
  for (const [name, member] of Object.entries(schema.properties)) {
    for (const { value, ...one } of wrongValuesOf(member, at(field, name), sample[name])) {
      wrong.push({ ...one, value: { ...sample, [name]: value } });
    }
  }
  return wrong;
}

function wrongItems(schema: JsonSchema, field: string, sound: unknown): WrongValue[] {
  if (schema.type !== 'array' || schema.items === undefined) return [];
  const [first] = Array.isArray(sound) ? (sound as unknown[]) : [];
  return wrongValuesOf(schema.items, at(field, '0'), first).map(({ value, ...one }) => ({ ...one, value: [value] }));
}

function at(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}

/** Stands for an infinite number until the text is made. */
const BOUNDLESS = '(boundless)';

/** JSON text in which an infinite number is written as one that no number can hold. */
export function textOf(value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) => (one === Number.POSITIVE_INFINITY ? BOUNDLESS : one));
  return text.replaceAll(`"${BOUNDLESS}"`, '1e999');
}
