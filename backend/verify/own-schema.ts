import { migrationFiles } from '../database/migrations/migration-files.ts';
import type { OwnObject } from '../database/migrations/step.ts';

/** What is Vigie's in a database, and what is the operator's: told by what the migrations make. */
export interface OwnSchema {
  /** Tables, in the order in which they are made: a table comes after those that it refers to. */
  readonly tables: readonly string[];
  /** Columns that Vigie adds to tables that are not its own. */
  columnsOf(table: string): readonly string[];
  /** Is it a constraint, trigger, policy or index of Vigie's? */
  owns(kind: 'constraint' | 'trigger' | 'policy' | 'index', table: string, name: string): boolean;
  readonly objects: readonly OwnObject[];
}

/** Tables that follow from others, and are made anew by themselves. */
export const DERIVED_TABLES: ReadonlySet<string> = new Set(['sync_changes', 'sync_departures', 'sync_fill']);

/** Tables that belong to one life of the integration: the next one has a history of its own. */
export const PASSING_TABLES: ReadonlySet<string> = new Set([
  ...DERIVED_TABLES,
  'sync_meta',
  'event_log',
  'event_head',
  'alarm_evaluator',
]);

/** Tables of the existing system that Vigie reads. */
export const EXISTING_TABLES = ['missions', 'users', 'vehicles'] as const;

export async function readOwnSchema(): Promise<OwnSchema> {
  const objects = (await migrationFiles()).flatMap(({ creates }) => creates);
  const tables = [...new Set(objects.flatMap((object) => (object.kind === 'table' ? [object.name] : [])))];
  const keys = new Set(
    objects.map((object) => `${object.kind}/${'table' in object ? object.table : ''}/${object.name}`),
  );
  return {
    tables,
    objects,
    columnsOf: (table) =>
      tables.includes(table)
        ? []
        : objects.flatMap((object) => (object.kind === 'column' && object.table === table ? [object.name] : [])),
    owns: (kind, table, name) => keys.has(`${kind}/${kind === 'index' ? '' : table}/${name}`),
  };
}
