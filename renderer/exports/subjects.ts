import type { ExportRequest } from '../../shared/contract/index.ts';
import type { RequestOf } from './export-model.ts';

/** Something that can be exported from where a person is. */
export type ExportSubject =
  /** Rows of the cache, as a list shows them. */
  | { kind: 'sheet'; key: string; label: string; rows: RowsAsked }
  /** A document that the server writes. */
  | { kind: 'invoice'; key: string; label: string; id: string }
  | { kind: 'statement'; key: string; label: string; id: string }
  | { kind: 'fec'; key: string; label: string };

/** Which rows; how they are written is chosen in the dialog. */
export type RowsAsked =
  RequestOf<'missions' | 'third-parties' | 'billing-cycles'> extends infer Asked
    ? Asked extends ExportRequest | object
      ? Omit<Asked, 'sheet'>
      : never
    : never;
