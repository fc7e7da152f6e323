import type { VigieContract } from '../../shared/contract/index.ts';
import type { Language } from '../i18n/index.ts';
import type { AskedOpenParamsOf } from '../../shared/rpc/index.ts';

/** What a window asks for, before defaults. */
export type AskedExport = AskedOpenParamsOf<VigieContract, 'exports.run'>;
export type RequestOf<What extends AskedExport['what']> = Extract<AskedExport, { what: What }>;

/** Something that can be exported from where a person is. */
export type ExportSubject =
  /** Rows of the cache, as a list shows them. */
  | { kind: 'sheet'; key: string; label: string; rows: RowsAsked }
  /** A document that the server writes; `language`: the one agreed with whoever it is for. */
  | { kind: 'invoice'; key: string; label: string; id: string; language: Language | null }
  | { kind: 'statement'; key: string; label: string; id: string; language: Language | null }
  | { kind: 'incident'; key: string; label: string; id: string; language: null }
  | { kind: 'fec'; key: string; label: string }
  /** Recorded positions between two instants, UTC ms. */
  | { kind: 'recording'; key: string; label: string; fromMs: number; toMs: number };

/** Which rows; how they are written is chosen in the dialog. */
export type RowsAsked =
  | Omit<RequestOf<'missions'>, 'sheet'>
  | Omit<RequestOf<'third-parties'>, 'sheet'>
  | Omit<RequestOf<'billing-cycles'>, 'sheet'>;
