import type { UnsentState } from '../../../shared/contract/index.ts';
import type { EditableEntity } from '../../../shared/domain/index.ts';
import type { Reader } from './handles.ts';

/** How rows of one entity stand towards the server. */
export interface Standing {
  of(id: string): UnsentState | null;
}

/** The gravest first: what a person must settle outweighs what goes by itself. */
const STANDINGS: readonly UnsentState[] = ['conflict', 'rejected', 'queued'];

/**
 * Looked up for each row of a window, by an index. What cannot be read, or was found in the backup, waits for a person as a
 * rejected edit does. Edits made for another server say nothing about the rows of this one.
 */
const SQL = `
  SELECT min(CASE state
    WHEN 'conflict' THEN 0
    WHEN 'rejected' THEN 1 WHEN 'unreadable' THEN 1 WHEN 'recovered' THEN 1
    ELSE 2 END)
  FROM outbox
  WHERE entity = ? AND entity_id = ? AND state <> 'discarded'
    AND server_identity = coalesce((SELECT server_identity FROM sync_state), server_identity)`;

export function createStanding(reader: Reader, entity: EditableEntity): Standing {
  const find = reader.selectValue<number | null>(SQL);
  return {
    of(id) {
      const place = find.get(entity, id);
      return place == null ? null : (STANDINGS[place] ?? null);
    },
  };
}
