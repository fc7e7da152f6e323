import { z } from 'zod';
import { type EditableEntity, editableEntity, fieldValues } from '../../../shared/domain/index.ts';
import type { FormState } from './form-state.ts';

/**
 * What a person entered and has not saved, kept on this machine until they save or discard it: over a reload, a crash, a
 * closed window. This is all that is kept; a change of meaning raises the version, and what another version kept is not read.
 */
const VERSION = 1;
const draftSchema = z.object({
  version: z.literal(VERSION),
  /** The server that the row is of: another one's row of this id is another row. */
  server: z.string(),
  entity: editableEntity,
  id: z.string().nullable(),
  savedAtMs: z.number(),
  base: fieldValues,
  mine: fieldValues,
  texts: z.record(z.string(), z.string().max(10_000)),
  names: z.record(z.string(), z.string()),
});
export type Draft = z.infer<typeof draftSchema>;

export interface DraftKey {
  readonly entity: EditableEntity;
  /** Null: of a new row. */
  readonly id: string | null;
}

export interface Drafts {
  /** Undefined: there is none, or none that can be read. */
  get(key: DraftKey): Draft | undefined;
  /** False: it could not be kept, the storage is full or forbidden. */
  keep(state: FormState, nowMs: number): boolean;
  drop(key: DraftKey): void;
}

const storageKey = ({ entity, id }: DraftKey) => `vigie.draft.${entity}.${id ?? 'new'}`;

/** @param server its address, as in `health` */
export function createDrafts(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  server: () => string,
): Drafts {
  return {
    get(key) {
      const draft = parse(storage.getItem(storageKey(key)));
      const isOfThis = draft?.server === server() && draft.entity === key.entity && draft.id === key.id;
      return isOfThis ? draft : undefined;
    },
    keep({ entity, id, base, mine, texts, names }, nowMs) {
      const draft = { version: VERSION, server: server(), entity, id, savedAtMs: nowMs, base, mine, texts, names };
      try {
        storage.setItem(storageKey({ entity, id }), JSON.stringify(draft));
        return true;
      } catch (error) {
        if (error instanceof DOMException) return false;
        throw error;
      }
    },
    drop: (key) => storage.removeItem(storageKey(key)),
  };
}

function parse(text: string | null): Draft | undefined {
  if (text === null) return undefined;
  try {
    return draftSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
