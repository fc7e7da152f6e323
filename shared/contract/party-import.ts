import { z } from 'zod';
import { importField } from '../domain/third-parties/import-columns.ts';
import { refusal } from '../domain/refusal.ts';
import { method } from '../rpc/index.ts';
import { MAX_IMPORT_CHUNK } from './ground-layers.ts';

export const TABLE_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export const TABLE_SEPARATORS = [';', ',', '\t', '|'] as const;
/** Of one table. */
export const MAX_TABLE_BYTES = 100 * 1024 * 1024;
export const MAX_TABLE_ROWS = 200_000;

/** How a table is read: guessed at first, and as a person says it after that. */
export const tableForm = z.strictObject({
  encoding: z.enum(TABLE_ENCODINGS),
  separator: z.enum(TABLE_SEPARATORS),
  hasHeader: z.boolean(),
});
export type TableForm = z.infer<typeof tableForm>;

export const DUPLICATE_POLICIES = ['skip', 'update', 'create'] as const;
export type DuplicatePolicy = (typeof DUPLICATE_POLICIES)[number];

export const importSettings = z.strictObject({
  form: tableForm,
  mapping: z.array(importField.nullable()).min(1).max(200),
  /** What becomes of a row that is the same as a third party that is there, or as a row before it. */
  onDuplicate: z.enum(DUPLICATE_POLICIES),
});
export type ImportSettings = z.infer<typeof importSettings>;

/** Why a table cannot be read at all. */
export const TABLE_FAULTS = ['empty', 'too-large', 'too-many-rows', 'open-quote', 'not-a-table', 'broken-off'] as const;

const tableFault = z.object({
  code: z.enum(TABLE_FAULTS),
  /** From 1, where it can be said. */
  line: z.number().int().optional(),
});

export const tablePreview = z.object({
  form: tableForm,
  /** Of the columns; numbered where the table has none. */
  headers: z.array(z.string()),
  mapping: z.array(importField.nullable()),
  /** The first few rows, cells cut at 200 characters. */
  rows: z.array(z.array(z.string())),
});
export type TablePreview = z.infer<typeof tablePreview>;

/** Why one row, or one cell of it, is not taken. */
export const importProblem = z.object({
  /** Where the row begins, from 1. */
  line: z.number().int(),
  /** Its header; null: the row as a whole. */
  column: z.string().nullable(),
  field: z.string().nullable(),
  value: z.string(),
  /** `value`: it is refused; `like-row`, `like-known`: it is the same as a row before it, or as a third party that is there. */
  what: z.enum(['value', 'like-row', 'like-known']),
  refusal: refusal.nullable(),
  /** The line or the name of the other. */
  other: z.string().nullable(),
});
export type ImportProblem = z.infer<typeof importProblem>;

export const importCounts = z.object({
  rows: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  /** The same as it is already. */
  same: z.number().int(),
  /** Skipped as duplicates. */
  skipped: z.number().int(),
  bad: z.number().int(),
});
export type ImportCounts = z.infer<typeof importCounts>;

/** What an import is at. */
export const importState = z.object({
  phase: z.enum(['idle', 'checking', 'checked', 'running', 'done', 'stopped', 'failed', 'undoing', 'undone']),
  /** Bytes of the file that were read, of all; of an undo, rows. */
  done: z.number(),
  of: z.number(),
  counts: importCounts,
  problems: z.number().int(),
  fault: tableFault.nullable(),
  /** Of an undo: how many rows are as before, and how many stay, since they changed. */
  undone: z.number().int(),
  kept: z.number().int(),
});
export type ImportState = z.infer<typeof importState>;

/** The newest import that was made here, which can be undone. */
export const lastImport = z.object({
  id: z.string(),
  fileName: z.string(),
  madeAtMs: z.number(),
  created: z.number().int(),
  updated: z.number().int(),
});

const importId = z.string().max(100);

export const partyImportMethods = {
  'thirdParties.import.begin': method(
    z.strictObject({ fileName: z.string().min(1).max(255), bytes: z.number().int().min(1).max(MAX_TABLE_BYTES) }),
    z.object({ importId }),
  ),
  'thirdParties.import.send': method(
    z.strictObject({
      importId,
      offset: z.number().int().nonnegative(),
      base64: z.string().max(Math.ceil(MAX_IMPORT_CHUNK / 3) * 4),
    }),
    z.object({ received: z.number().int() }),
  ),
  /** The whole file has come: reads its first rows. `form`: as a person says it; null: as it looks. */
  'thirdParties.import.read': method(
    z.strictObject({ importId, form: tableForm.nullable() }),
    z.discriminatedUnion('result', [
      z.object({ result: z.literal('read'), preview: tablePreview }),
      z.object({ result: z.literal('refused'), fault: tableFault }),
    ]),
  ),
  /** Goes through all rows and says what would become of them; or makes them, as edits that are sent when there is a server. */
  'thirdParties.import.start': method(
    z.strictObject({ importId, settings: importSettings, isTrial: z.boolean() }),
    importState,
  ),
  'thirdParties.import.state': method(z.strictObject({ importId }), importState),
  'thirdParties.import.problems': method(
    z.strictObject({ importId, offset: z.number().int().nonnegative(), limit: z.number().int().min(1).max(500) }),
    z.object({ problems: z.array(importProblem) }),
  ),
  /** Stops what is under way; what was made until then stays, and can be undone. */
  'thirdParties.import.stop': method(z.strictObject({ importId }), z.object({})),
  /** Forgets the file. */
  'thirdParties.import.end': method(z.strictObject({ importId }), z.object({})),
  'thirdParties.import.last': method(z.strictObject({}), z.object({ last: lastImport.nullable() })),
  /** Takes back what the newest import made, where it is not sent or nobody changed it since. */
  'thirdParties.import.undo': method(z.strictObject({ id: z.string().max(100) }), importState),
};
