import { v7 as uuidv7 } from 'uuid';
import type { FieldEdits } from '../../../shared/api/index.ts';
import type { EditResult, editMethods } from '../../../shared/contract/index.ts';
import {
  type Clock,
  type EditableEntity,
  fieldOf,
  type FieldValues,
  refuseFields,
  type RowFields,
} from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { OutboxWrites } from '../store/outbox-types.ts';
import type { Store } from '../store/store.ts';
import {
  type EditGround,
  type Made,
  makeAction,
  makeCreation,
  makePatch,
  makeRemoval,
  tidied,
} from './make-mutation.ts';
import type { MethodHandlers } from './method-handlers.ts';

/** Edits are made on the rows as they are shown, with all that is not sent yet, and are kept and shown in one transaction. */
export function createEditHandlers(store: Store, clock: Clock): MethodHandlers<typeof editMethods> {
  function edit(work: (outbox: OutboxWrites, ground: EditGround) => Made | EditResult): Promise<EditResult> {
    return store.write(({ outbox }) => {
      const result = work(outbox, { rows: outbox, nowMs: clock.nowMs() });
      return 'made' in result ? keep(outbox, result) : result;
    });
  }

  return {
    'edits.create': ({ entity, fields }) => edit((_, ground) => makeCreation(ground, entity, uuidv7(), fields)),
    'edits.patch': ({ entity, id, fields }) => edit((_, ground) => patchOf(ground, entity, id, fields)),
    'edits.patchMany': ({ entity, patches }) =>
      store.write(({ outbox }) => ({
        results: patches.map(({ id, fields }) => {
          const result = patchOf({ rows: outbox, nowMs: clock.nowMs() }, entity, id, fields);
          return 'made' in result ? keep(outbox, result) : result;
        }),
      })),
    'edits.tryMany': ({ entity, patches }) =>
      store.read(({ outbox }) => ({
        results: patches.map(({ id, fields }) => {
          const result = patchOf({ rows: outbox, nowMs: clock.nowMs() }, entity, id, fields);
          if (!('made' in result)) return result;
          return result.made === 'mutation' ? null : refusedBy(result);
        }),
      })),
    'edits.remove': ({ entity, id }) =>
      edit((outbox, ground) => makeRemoval(ground, entity, id, outbox.rowOf(entity, id))),
    'edits.act': (asked) => store.write(({ outbox }) => keepAction(outbox, clock.nowMs(), asked)),
  };
}

/** Keeps one action, within a transaction of the store: one of many. */
export function keepAction(
  outbox: OutboxWrites,
  nowMs: number,
  {
    entity,
    id,
    action,
    parameters = {},
  }: { entity: EditableEntity; id: string; action: string; parameters?: FieldValues | undefined },
): EditResult {
  const known = outbox.rowOf(entity, id);
  return keep(outbox, makeAction({ rows: outbox, nowMs }, entity, id, { known, action, parameters }));
}

/** Keeps one edit of a mission, within a transaction of the store: one of many. */
export function patchMission(outbox: OutboxWrites, nowMs: number, id: string, fields: FieldEdits): EditResult {
  const result = patchOf({ rows: outbox, nowMs }, 'mission', id, fields);
  return 'made' in result ? keep(outbox, result) : result;
}

function patchOf(ground: EditGround, entity: EditableEntity, id: string, fields: FieldEdits): Made | NotKept {
  const known = ground.rows.rowOf(entity, id);
  const wanted = tidied(entity, wantedValues(fields));
  const reason = refuseFields(entity, wanted);
  if (reason !== undefined) return { result: 'refused', reason };
  const stale = known === undefined ? [] : staleFields(known.row, fields);
  if (stale.length > 0) return { result: 'stale', fields: stale };
  return makePatch(ground, entity, id, { known, values: wanted });
}

type NotKept = Exclude<EditResult, { result: 'kept' }>;

function refusedBy(made: Exclude<Made, { made: 'mutation' }>): NotKept {
  if (made.made === 'refused') return { result: 'refused', reason: made.reason };
  return { result: 'refused', reason: { code: 'invalid-value', detail: 'nothing was changed' } };
}

function keep(outbox: OutboxWrites, made: Made): EditResult {
  if (made.made !== 'mutation') return refusedBy(made);
  const owner = outbox.owner();
  if (owner === null) {
    throw new RpcError('server-unreachable', 'no Vigie server is set, and edits are made for a server: set one first');
  }
  const { mutation } = made;
  outbox.add(mutation, owner);
  return { result: 'kept', id: mutation.id, mutationId: mutation.mutationId };
}

/** A field whose `to` is its `from` was not touched. */
function wantedValues(fields: FieldEdits): FieldValues {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, { from, to }]) => (from === to ? [] : [[field, to]])),
  );
}

/** Touched fields that are not any more as the window showed them, nor as they are to be. */
function staleFields(row: RowFields, fields: FieldEdits): string[] {
  return Object.entries(fields).flatMap(([field, { from, to }]) => {
    const now = fieldOf(row, field);
    return from === to || now === from || now === to ? [] : [field];
  });
}
