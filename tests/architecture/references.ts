import { type ESTree, parseSync, Visitor } from 'vite';

/** How a file names another: `url` starts it elsewhere (a worker, a child process), the rest loads it or its types. */
export type ReferenceKind = 'import' | 'type' | 'dynamic' | 'require' | 'url';

/** One module named by a file. */
export interface Reference {
  specifier: string;
  kind: ReferenceKind;
  /** From 1. */
  line: number;
}

/** A file that does not parse has no references: its errors are given instead. */
export interface Parsed {
  references: Reference[];
  errors: string[];
}

/**
 * Every module that a TypeScript or JavaScript file names: import and export declarations (types too), `import('x')` as
 * an expression and as a type, require, `new URL('x', import.meta.url)` and `/// <reference types="x" />`.
 * A dynamic import of a computed name is not seen.
 */
export function referencesOf(path: string, text: string): Parsed {
  const parsed = parseSync(path, text);
  if (parsed.errors.length > 0) return { references: [], errors: parsed.errors.map((error) => error.message) };
  const references: Reference[] = [];
  const lineOf = lineCounter(text);
  const add = (specifier: string | undefined, kind: ReferenceKind, at: number) => {
    if (specifier !== undefined) references.push({ specifier, kind, line: lineOf(at) });
  };
  const visitor = new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.importKind === 'type' ? 'type' : 'import', node.start),
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === 'type' ? 'type' : 'import', node.start),
    ExportNamedDeclaration: (node) =>
      add(node.source?.value, node.exportKind === 'type' ? 'type' : 'import', node.start),
    ImportExpression: (node) => add(literal(node.source), 'dynamic', node.start),
    TSImportType: (node) => add(node.source.value, 'type', node.start),
    TSExternalModuleReference: (node) => add(node.expression.value, 'require', node.start),
    CallExpression: (node) => {
      if (isRequire(node.callee)) add(literal(node.arguments[0]), 'require', node.start);
    },
    NewExpression: (node) => {
      if (isOwnUrl(node)) add(literal(node.arguments[0]), 'url', node.start);
    },
  });
  visitor.visit(parsed.program);
  for (const comment of parsed.comments) {
    const types = /^\/\s*<reference\s+types=["']([^"']+)["']/.exec(comment.value);
    add(types?.[1], 'type', comment.start);
  }
  return { references, errors: [] };
}

/** The text of a string, or of a template with nothing put in. */
function literal(node: ESTree.Argument | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** require('x'), and require.resolve('x'), which names a file all the same. */
function isRequire(callee: ESTree.Expression): boolean {
  if (callee.type === 'MemberExpression')
    return callee.object.type === 'Identifier' && callee.object.name === 'require';
  return callee.type === 'Identifier' && callee.name === 'require';
}

/** new URL(…, import.meta.url) */
function isOwnUrl(node: ESTree.NewExpression): boolean {
  const base = node.arguments[1];
  return (
    node.callee.type === 'Identifier' &&
    node.callee.name === 'URL' &&
    base?.type === 'MemberExpression' &&
    base.object.type === 'MetaProperty'
  );
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}
