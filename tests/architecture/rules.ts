import { isBuiltin } from 'node:module';
import path from 'node:path';
import { findCycles } from './cycles.ts';
import { allows, featureOf, type Layers, roomOf } from './layers.ts';
import { type Reference, referencesOf } from './references.ts';

/** All that the rules look at. Paths are relative to the checkout, with "/". */
export interface Project {
  layers: Layers;
  /** Text of each code file by its path. */
  files: ReadonlyMap<string, string>;
  /** Names of the npm packages in package.json. */
  packages: readonly string[];
}

/** What the rules found: violations fail, notes are printed. One sentence each. */
export interface Findings {
  violations: string[];
  notes: string[];
}

/** Checks a project against its layers: imports, packages, circles and sizes. */
export function checkProject(project: Project): Findings {
  const findings: Findings = { violations: [], notes: [] };
  const graph = new Map<string, string[]>();
  const imported = new Map<string, Set<string>>();
  for (const [file, text] of project.files) {
    checkSize(file, text, project.layers, findings);
    const room = roomOf(file, project.layers);
    if (room === undefined) {
      findings.violations.push(`${file} is in no room: move it, or give its folder a room in build/layers.json`);
      continue;
    }
    const { references, errors } = referencesOf(file, text);
    findings.violations.push(...errors.map((error) => `${file} does not parse: ${error}`));
    const targets: string[] = [];
    graph.set(file, targets);
    for (const reference of references) {
      if (reference.specifier.startsWith('.')) {
        const target = path.posix.join(path.posix.dirname(file), reference.specifier.replace(/\?.*$/, ''));
        if (reference.kind === 'url' && !project.files.has(target)) continue;
        if (reference.kind !== 'url') targets.push(target);
        checkFileImport({ file, room, target, reference }, project, findings);
      } else if (reference.kind !== 'url') {
        checkPackageImport({ file, room, reference }, project, imported, findings);
      }
    }
  }
  checkPackages(project, imported, findings);
  for (const circle of findCycles(graph)) findings.violations.push(`circular import: ${circle.join(' -> ')}`);
  return findings;
}

function checkSize(file: string, text: string, { lines }: Layers, findings: Findings): void {
  const count = text.replace(/\n$/, '').split('\n').length;
  if (count > lines.fail)
    findings.violations.push(`${file} has ${count} lines, more than ${lines.fail}: split it by idea`);
  else if (count > lines.report) findings.notes.push(`${file} has ${count} lines, more than ${lines.report}`);
}

interface FileImport {
  file: string;
  room: string;
  target: string;
  reference: Reference;
}

function checkFileImport(
  { file, room, target, reference }: FileImport,
  { layers, files }: Project,
  { violations }: Findings,
): void {
  const what = `${file}:${reference.line} ${describe(reference)}`;
  if (!files.has(target) && /^\.[cm]?[jt]sx?$|^$/.test(path.posix.extname(target))) {
    violations.push(`${what}, which is no file: name the source file itself, with its .ts or .tsx`);
    return;
  }
  const targetRoom = roomOf(target, layers);
  if (targetRoom === undefined) {
    violations.push(`${what}, which is in no room of build/layers.json`);
    return;
  }
  const { imports } = layers.rooms[room] ?? { imports: [] };
  if (targetRoom !== room && !allows(imports, targetRoom)) {
    const list = imports.length === 0 ? 'no other room' : `only ${imports.join(', ')}`;
    violations.push(`${what}, which is in ${targetRoom}: ${room} may import ${list}`);
    return;
  }
  const feature = featureOf(target, layers);
  if (feature === undefined || !file.startsWith(`${layers.features.under}/`) || featureOf(file, layers) === feature)
    return;
  if (target !== `${feature}/index.ts` && target !== `${feature}/index.tsx`) {
    violations.push(`${what}: the feature ${feature} is imported only through its index.ts`);
  }
}

function checkPackageImport(
  { file, room, reference }: Omit<FileImport, 'target'>,
  { layers, packages }: Project,
  imported: Map<string, Set<string>>,
  { violations }: Findings,
): void {
  const what = `${file}:${reference.line} ${describe(reference)}`;
  const rules = layers.rooms[room];
  if (isBuiltin(reference.specifier) || reference.specifier === 'node') {
    if (rules?.node !== true) violations.push(`${what}: ${room} may not import Node's own modules`);
    return;
  }
  const name = suppliedBy(packageName(reference.specifier), packages);
  const used = imported.get(room) ?? new Set();
  imported.set(room, used.add(name));
  if (!packages.includes(name)) {
    violations.push(`${what}: ${name} is not in package.json`);
  } else if (!allows(rules?.packages ?? [], name)) {
    violations.push(`${what}: ${room} may not import ${name}; build/layers.json gives each package its rooms`);
  }
}

/** Each package of package.json has a room (or is a command), and each package that a room names is in package.json. */
function checkPackages({ layers, packages }: Project, imported: Map<string, Set<string>>, findings: Findings): void {
  const rooms = Object.entries(layers.rooms);
  const housed = rooms.flatMap(([, room]) => room.packages).filter((name) => name !== '*');
  for (const name of packages) {
    if (!housed.includes(name) && !allows(layers.commands, name)) {
      findings.violations.push(
        `package.json has ${name}, which has no room: name it in build/layers.json, or remove it`,
      );
    }
  }
  for (const name of [...new Set([...housed, ...layers.commands])]) {
    if (!name.includes('*') && !packages.includes(name)) {
      findings.violations.push(`build/layers.json has ${name}, which is not in package.json: remove it there`);
    }
  }
  const all = new Set([...imported.values()].flatMap((names) => [...names]));
  const idle = packages.filter((name) => housed.includes(name) && !all.has(name));
  if (idle.length > 0) findings.notes.push(`in package.json, and imported by nothing: ${idle.join(', ')}`);
}

function describe({ kind, specifier }: Reference): string {
  const verbs = { import: 'imports', type: 'imports types of', dynamic: 'imports', require: 'requires', url: 'starts' };
  return `${verbs[kind]} '${specifier}'`;
}

/** A module that the program has which runs the code, such as k6's, is known by its types alone. */
function suppliedBy(name: string, packages: readonly string[]): string {
  const types = `@types/${name}`;
  return !packages.includes(name) && packages.includes(types) ? types : name;
}

/** "@scope/name" or "name" of "@scope/name/sub/path". */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
