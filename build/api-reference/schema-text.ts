/** As much of JSON Schema as the document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  items?: Schema | false;
  prefixItems?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  format?: string;
}

export interface Member {
  /** Members of members have a path: `items[].id`. */
  name: string;
  type: string;
  isRequired: boolean;
}

const DEEPEST = 3;

/** The members of an object, and of objects and lists within it, until a named type. */
export function membersOf(schema: Schema, prefix = '', depth = 0): Member[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, member]) => {
    const path = prefix + name;
    const inner = typeof member.items === 'object' ? member.items : member;
    const isList = inner !== member;
    const below =
      depth < DEEPEST && inner.properties !== undefined
        ? membersOf(inner, `${path}${isList ? '[]' : ''}.`, depth + 1)
        : [];
    return [{ name: path, type: typeText(member), isRequired: required.includes(name) }, ...below];
  });
}

/** A type in words: what it is, and its bounds. */
export function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) return refText(schema.$ref);
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices !== undefined) return [...new Set(choices.map(typeText))].join(' | ');
  const bounds = boundsOf(schema);
  const fallback = schema.default === undefined ? '' : `, default ${JSON.stringify(schema.default)}`;
  return `${kindOf(schema)}${bounds}${fallback}`;
}

function kindOf(schema: Schema): string {
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type;
  if (type === 'array') {
    if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(typeText).join(', ')}]`;
    return `list of ${typeof schema.items === 'object' ? typeText(schema.items) : 'anything'}`;
  }
  if (type === 'object' && typeof schema.additionalProperties === 'object' && schema.properties === undefined) {
    return `object of ${typeText(schema.additionalProperties)} by name`;
  }
  if (type === 'string' && schema.format !== undefined) return schema.format;
  return type ?? 'anything';
}

function boundsOf({ maxItems, maxLength, maximum, minItems, minLength, minimum }: Schema): string {
  const range = (least: number | undefined, most: number | undefined, unit: string) => {
    // The bounds of what a number can hold say nothing.
    const isBound = (value: number | undefined) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
    if (isBound(least) && isBound(most)) return `, ${least} to ${most}${unit}`;
    if (isBound(most)) return `, at most ${most}${unit}`;
    return isBound(least) && (least !== 0 || unit === '') ? `, at least ${least}${unit}` : '';
  };
  return range(minimum, maximum, '') + range(minLength, maxLength, ' characters') + range(minItems, maxItems, ' items');
}

function refText(ref: string): string {
  const name = ref.split('/').at(-1) ?? ref;
  return `[${name}](#${name.toLowerCase()})`;
}
