import { membersOf, type Schema, typeText } from './schema-text.ts';

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Schema;
}

interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  security?: unknown;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: Schema }> }>;
}

export interface OpenApi {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** What the statuses of problems mean here. */
const PROBLEMS: Readonly<Record<string, string>> = {
  400: 'something in it is not valid; `field` names it',
  401: 'no valid token',
  403: 'the token does not allow this',
  404: 'there is none',
  409: 'it conflicts with the current state',
  410: 'the history is another one: read everything anew',
  413: 'too large',
  415: 'not JSON in UTF-8',
  429: 'too many requests; `Retry-After` says how long to wait',
  503: 'not now; `Retry-After` says how long to wait',
};

/** The reference of the interface as Markdown: every operation with its parameters, body and answers, then the types by name. */
export function referenceOf({ info, paths, components }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ title: `${method.toUpperCase()} ${path}`, operation })),
  );
  return [
    `# ${info.title}: reference of the interface`,
    '',
    'Written from [openapi.json](openapi.json) by `npm run api:reference`; a test keeps it current. What it all is for: [README.md](README.md).',
    '',
    info.description,
    '',
    '| operation | |',
    '|---|---|',
    ...operations.map(({ title, operation }) => `| [\`${title}\`](#${anchorOf(title)}) | ${cell(operation.summary)} |`),
    '',
    '## Operations',
    '',
    ...operations.flatMap(({ title, operation }) => [...operationText(title, operation), '']),
    '## Types',
    '',
    ...Object.entries(components.schemas).flatMap(([name, schema]) => [...typeSection(name, schema), '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function operationText(
  title: string,
  { description, parameters = [], requestBody, responses, security, summary }: Operation,
): string[] {
  const access = security === undefined ? 'No token is needed.' : (description ?? 'Needs a token.');
  const lines = [`### ${title}`, '', `${summary}. ${access}`];
  if (parameters.length > 0) {
    lines.push('', '| parameter | in | type | |', '|---|---|---|---|');
    for (const one of parameters)
      lines.push(`| \`${one.name}\` | ${one.in} | ${cell(typeText(one.schema))} | ${one.required ? 'required' : ''} |`);
  }
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  if (body !== undefined) lines.push('', 'Body:', ...memberTable(body));
  const answers = Object.entries(responses).filter(([status]) => status !== 'default');
  lines.push('', '| answer | |', '|---|---|');
  for (const [status, { content = {}, description: said }] of answers) {
    const schema = Object.values(content)[0]?.schema;
    const isSound = Number(status) < 400;
    lines.push(
      `| ${status} | ${isSound && schema !== undefined ? cell(typeText(schema)) : (PROBLEMS[status] ?? cell(said))} |`,
    );
  }
  return lines;
}

function typeSection(name: string, schema: Schema): string[] {
  const said = schema.description === undefined ? [] : [schema.description, ''];
  const table = memberTable(schema);
  return [
    `### ${name}`,
    '',
    ...said,
    ...(table.length > 0 ? table.slice(1) : [cell(typeText(schema)).replaceAll('\\|', '|')]),
  ];
}

/** A blank line and a table of the members; of a type without members its text. */
function memberTable(schema: Schema): string[] {
  const members = membersOf(schema);
  if (members.length === 0)
    return schema.properties === undefined && schema.type !== 'object'
      ? ['', cell(typeText(schema)).replaceAll('\\|', '|')]
      : [];
  return [
    ...['', '| member | type | |', '|---|---|---|'],
    ...members.map(({ name, type, isRequired }) => `| \`${name}\` | ${cell(type)} | ${isRequired ? 'required' : ''} |`),
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** As GitHub makes it of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
