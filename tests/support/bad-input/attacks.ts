import { type JsonSchema, sampleOf } from './json-schema.ts';

/** Texts that mean something to what stands behind the interface: a database, a page, a terminal, a file system, a template. */
export const ATTACKS: readonly string[] = [
  `'; drop table missions; --`,
  `1 or 1=1`,
  `") union select current_user, version() --`,
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  '../../../../etc/passwd',
  '$\u007bjndi:ldap://127.0.0.1/x}',
  '{{7*7}}%s%n%x',
  '\u001b[2J\r\nset-cookie: a=b',
  'nothing\u0000 after this',
  'lone \ud800 surrogate',
  '\u202eright to left\ufeff',
  '__proto__',
  '9'.repeat(400),
  '💥'.repeat(50),
];

/** The smallest valid value with an attack in one of its texts: one for each text that takes any. */
export function withAttacks(schema: JsonSchema, attack: string): unknown[] {
  const whole = sampleOf(schema);
  return textPlaces(schema).map((path) => put(whole, path, attack));
}

/** Where the schema has texts, numbers aside. */
function textPlaces(schema: JsonSchema): string[][] {
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice !== undefined) return textPlaces(choice);
  if (schema.type === 'string') return [[]];
  if (schema.type === 'array') return textPlaces(schema.items ?? {}).map((path) => ['0', ...path]);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    textPlaces(member).map((path) => [name, ...path]),
  );
}

function put(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  if (Array.isArray(value)) return [put(value[0], rest, text)];
  const members = typeof value === 'object' && value !== null ? value : {};
  return { ...members, [name]: put(Reflect.get(members, name), rest, text) };
}
