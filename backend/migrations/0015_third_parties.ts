import { guardOwn } from '../database/migrations/row-security.ts';
import type { Step } from '../database/migrations/step.ts';
import { script } from '../database/migrations/steps.ts';

/**
 * Third parties that are archived, or merged into another. Nothing is deleted: the one that was merged keeps its row and points to the
 * other, and what a merge moved is remembered, so that its undo moves back that and nothing else. Rules: docs/third-parties.md.
 */
const STANDING = `
alter table third_parties
  -- Null: it is in use.
  add column archived_at timestamptz,
  -- No foreign key: own data that is brought back comes in any order. The service keeps the one that another points to.
  add column merged_into uuid,
  -- What the last merge moved and its undo could not move back, see shared/domain/third-party.ts.
  add column last_merge jsonb,
  add constraint third_parties_merged check (merged_into is null or (archived_at is not null and merged_into <> id)),
  add constraint third_parties_last_merge check (coalesce(jsonb_typeof(last_merge), 'object') = 'object');
create index third_parties_merged_into on third_parties (merged_into) where merged_into is not null;
`;

const DROP_STANDING = `
drop index third_parties_merged_into;
alter table third_parties
  drop constraint third_parties_last_merge,
  drop constraint third_parties_merged,
  drop column last_merge,
  drop column merged_into,
  drop column archived_at;
`;

const MOVES = `
create table third_party_moves (
  -- The one that was merged into another.
  third_party_id uuid not null references third_parties (id) on delete cascade,
  entity text not null check (entity in ('mission', 'billing-cycle', 'rate-card')),
  entity_id text not null,
  primary key (third_party_id, entity, entity_id)
);
`;

/** A move belongs to the third party that it is of, which row security shows or hides. */
const OF_KNOWN_PARTY = 'using (exists (select from third_parties where id = third_party_id))';

export const steps: readonly Step[] = [
  script('standing of third parties', STANDING, DROP_STANDING),
  script('moves of merges', MOVES, 'drop table third_party_moves'),
  guardOwn('third_party_moves', 'select, insert, delete', OF_KNOWN_PARTY),
];
