import { v7 as uuid } from 'uuid';
import type { FieldEdits } from '../../../shared/api/index.ts';
import type { EditResult, VigieContract } from '../../../shared/contract/index.ts';
import {
  EDITABLE_FIELDS,
  type EditableEntity,
  type FieldValues,
  fieldOf,
  fieldsOf,
  GUARDED_FIELDS,
  refuseCreation,
  refusePatch,
  refuseRemoval,
  type Refusal,
  tidyField,
} from '../../../shared/domain/index.ts';
import { type Handlers, RpcError } from '../../../shared/rpc/index.ts';
import { seenFor } from '../../../shared/sync/index.ts';
import type { MemoryOutbox } from './memory-outbox.ts';
import type { MemoryRows } from './memory-rows.ts';
import { cycleStates, refuseAction } from './memory-server.ts';
import type { Held } from './outbox-entries.ts';

type Methods = Handlers<VigieContract>['methods'];
type Edit = NonNullable<Held['mutation']>;
type Wraps = <T>(method: keyof Methods, make: () => T) => Promise<T>;

/** Edits and their queue, as the data host serves them. */
export function editHandlers(
  rows: MemoryRows,
  outbox: MemoryOutbox,
  answer: Wraps,
): Pick<Methods, Extract<keyof Methods, `edits.${string}` | `outbox.${string}`>> {
  const refused = (reason: Refusal) => ({ result: 'refused' as const, reason });
  const envelope = (entity: EditableEntity, id: string) => ({
    mutationId: uuid(),
    entity,
    id,
    baseVersion: 1,
    madeAtMs: Date.now(),
  });
  function keep(mutation: Edit): EditResult {
    outbox.add(mutation);
    return { result: 'kept', id: mutation.id, mutationId: mutation.mutationId };
  }
  const rowOf = (entity: EditableEntity, id: string) => {
    const row = rows.get(entity, id);
    if (row === null) throw new RpcError('not-found', 'there is no such row');
    return row;
  };
  const heldOf = (mutationId: string) => {
    const held = outbox.find(mutationId);
    if (held === undefined) throw new RpcError('not-found', 'there is no such entry');
    return held;
  };

  function patch(entity: EditableEntity, id: string, asked: FieldEdits): EditResult {
    const checked = check(entity, id, asked);
    return 'made' in checked ? keep(checked.made) : checked;
  }

  function check(
    entity: EditableEntity,
    id: string,
    asked: FieldEdits,
  ): { made: Edit } | Exclude<EditResult, { result: 'kept' }> {
    const row = rowOf(entity, id);
    const fields = Object.fromEntries(Object.entries(asked).filter(([, { from, to }]) => from !== to));
    const names = Object.keys(fields);
    if (names.length === 0) return refused({ code: 'invalid-value', detail: 'nothing was changed' });
    const stale = names.filter((field) => fieldOf(row, field) !== fields[field]?.from);
    if (stale.length > 0) return { result: 'stale', fields: stale };
    const values = Object.fromEntries(Object.entries(fields).map(([field, { to }]) => [field, to]));
    const reason = refusePatch(entity, row, values, cycleStates(entity, row, values, rows));
    if (reason !== undefined) return refused(reason);
    return { made: { ...envelope(entity, id), op: 'patch', fields, seen: seenFor(entity, row, names) } };
  }

  function settle(mutationId: string, fields: FieldValues, theirs: FieldValues) {
    const held = heldOf(mutationId);
    const { mutation } = held;
    if (mutation === null || Object.keys(fields).length === 0) {
      outbox.replace(held, undefined);
      return { result: 'settled' as const };
    }
    const { entity, id } = mutation;
    const row = outbox.serverRow(entity, id);
    const isStale = Object.entries(theirs).some(
      ([field, seen]) => (row === null ? null : fieldOf(row, field)) !== seen,
    );
    if (isStale) return { result: 'stale' as const };
    const reason =
      row === null || mutation.op === 'create'
        ? refuseCreation(entity, fields)
        : refusePatch(entity, row, fields, cycleStates(entity, row, fields, rows));
    if (reason !== undefined) return { result: 'refused' as const, reason };
    const edits = Object.entries(fields).map(([field, to]) => [field, { from: row && fieldOf(row, field), to }]);
    outbox.replace(
      held,
      row === null
        ? { ...envelope(entity, id), op: 'create', fields: { ...fields } }
        : {
            ...envelope(entity, id),
            op: 'patch',
            fields: Object.fromEntries(edits) as FieldEdits,
            seen: seenFor(entity, row, Object.keys(fields)),
          },
    );
    return { result: 'settled' as const };
  }

  return {
    'edits.create': ({ entity, fields }) =>
      answer('edits.create', () => {
        const tidied = Object.fromEntries(
          Object.entries(fields).map(([field, value]) => [field, tidyField(entity, field, value)]),
        );
        const reason = refuseCreation(entity, tidied);
        return reason === undefined
          ? keep({ ...envelope(entity, uuid()), op: 'create', fields: tidied })
          : refused(reason);
      }),
    'edits.patch': ({ entity, id, fields }) => answer('edits.patch', () => patch(entity, id, fields)),
    'edits.patchMany': ({ entity, patches }) =>
      answer('edits.patchMany', () => ({ results: patches.map(({ id, fields }) => patch(entity, id, fields)) })),
    'edits.tryMany': ({ entity, patches }) =>
      answer('edits.tryMany', () => ({
        results: patches.map(({ id, fields }) => {
          const checked = check(entity, id, fields);
          return 'made' in checked ? null : checked;
        }),
      })),
    'edits.remove': ({ entity, id }) =>
      answer('edits.remove', () => {
        const row = rowOf(entity, id);
        const reason = refuseRemoval(entity, row, rows.usedBy(entity, id));
        if (reason !== undefined) return refused(reason);
        const seen = fieldsOf(row, [...Object.keys(EDITABLE_FIELDS[entity]), ...GUARDED_FIELDS[entity]]);
        return keep({ ...envelope(entity, id), op: 'delete', seen });
      }),
    'edits.act': ({ entity, id, action, parameters = {} }) =>
      answer('edits.act', () => {
        const row = rowOf(entity, id);
        const reason = refuseAction(entity, row, { action, parameters });
        if (reason !== undefined) return refused(reason);
        const seen = fieldsOf(row, GUARDED_FIELDS[entity]);
        return keep({ ...envelope(entity, id), op: 'action', action, parameters, seen });
      }),
    'outbox.page': ({ filter, offset, limit }) =>
      answer('outbox.page', () => {
        const { states, entity, id } = filter;
        const found = outbox
          .list()
          .filter((entry) => (states === undefined ? entry.state !== 'discarded' : states.includes(entry.state)))
          .filter((entry) => entity === undefined || entry.entity === entity)
          .filter((entry) => id === undefined || entry.id === id);
        return { rows: found.slice(offset, offset + limit), total: found.length, revision: outbox.revision() };
      }),
    'outbox.get': ({ mutationId }) => answer('outbox.get', () => outbox.entry(heldOf(mutationId))),
    'outbox.retry': ({ mutationIds }) => answer('outbox.retry', () => ({ count: outbox.retry(mutationIds) })),
    'outbox.discard': ({ mutationIds }) => answer('outbox.discard', () => ({ count: outbox.discard(mutationIds) })),
    'outbox.restore': ({ mutationIds }) => answer('outbox.restore', () => ({ count: outbox.restore(mutationIds) })),
    'outbox.settle': ({ mutationId, fields, theirs }) =>
      answer('outbox.settle', () => settle(mutationId, fields, theirs)),
  };
}
