-- Tombstones are not kept for ever: maintenance removes old ones. What it removed last is noted here, so that a desktop
-- that has not heard of it is told to read everything anew.

-- Up Migration

alter table sync_meta
  add column tombstones_xid xid8 not null default '0',
  add column tombstones_seq bigint not null default 0;
comment on column sync_meta.tombstones_xid is 'Transaction of the newest tombstone that was removed';
comment on column sync_meta.tombstones_seq is 'Its sequence';

create index sync_changes_tombstones on sync_changes (changed_at) where deleted;

-- Down Migration

drop index sync_changes_tombstones;
alter table sync_meta drop column tombstones_seq, drop column tombstones_xid;
