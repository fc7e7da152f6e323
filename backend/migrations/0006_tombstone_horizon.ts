import type { Step } from '../database/migrations/step.ts';
import { createIndex, script } from '../database/migrations/steps.ts';

/**
 * Tombstones are not kept for ever: maintenance removes old ones. What it removed last is noted here, so that a desktop that has not heard of
 * it is told to read everything anew.
 */
export const steps: readonly Step[] = [
  script(
    'horizon',
    `alter table sync_meta
       add column tombstones_xid xid8 not null default '0',
       add column tombstones_seq bigint not null default 0;
     comment on column sync_meta.tombstones_xid is 'Transaction of the newest tombstone that was removed';
     comment on column sync_meta.tombstones_seq is 'Its sequence'`,
    'alter table sync_meta drop column tombstones_seq, drop column tombstones_xid',
  ),
  createIndex('sync_changes_tombstones', 'sync_changes (changed_at) where deleted'),
];
