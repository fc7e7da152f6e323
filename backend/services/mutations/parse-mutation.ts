import { type Mutation, mutation as mutationSchema } from '../../../shared/api/index.ts';
import {
  EDITABLE_FIELDS,
  type EditableEntity,
  editableEntity,
  type FieldValues,
  GUARDED_FIELDS,
  policyOf,
  type Refusal,
} from '../../../shared/domain/index.ts';
import { ENTITY_TABLES } from '../../sync/entity-tables.ts';

export type ParsedMutation = { ok: true; mutation: Mutation } | MalformedMutation;

export interface MalformedMutation {
  ok: false;
  mutationId: string;
  /** The row that it is about, where that much can be read. */
  about: RowName | undefined;
  /** What else must wait for it: more where it was to make a row. */
  op: 'create' | 'patch';
  reason: Refusal;
}

export interface RowName {
  entity: EditableEntity;
  id: string;
}

/** Keys as the database writes them: another spelling of a key would be another row to whoever compares texts. */
const KEYS = { uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, bigint: /^(?:0|[1-9]\d{0,17})$/ } as const;

/** Reads one mutation of a push by itself. */
export function parseMutation(raw: { mutationId: string; [member: string]: unknown }): ParsedMutation {
  const parsed = mutationSchema.safeParse(raw);
  if (parsed.success) {
    const fault = faultOf(parsed.data);
    return fault === undefined ? { ok: true, mutation: parsed.data } : malformed(raw, fault);
  }
  const [issue] = parsed.error.issues;
  // A member that is not known is named itself, not where it stands.
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...unknown].map(String).join('.');
  return malformed(raw, { field: field || 'op', detail: issue?.message ?? 'not a mutation' });
}

function malformed(raw: { mutationId: string; [member: string]: unknown }, fault: Fault): MalformedMutation {
  const { mutationId, op } = raw;
  const { field, detail } = fault;
  return {
    ok: false,
    mutationId,
    about: rowNameOf(raw),
    op: op === 'create' ? 'create' : 'patch',
    reason: { code: 'malformed', field, detail: `${field}: ${detail}` },
  };
}

interface Fault {
  field: string;
  detail: string;
}

/** What the schema cannot say. */
function faultOf(mutation: Mutation): Fault | undefined {
  if (!isKey(mutation.entity, mutation.id))
    return { field: 'id', detail: `is not a key of a ${mutation.entity} as the service writes it` };
  const missing = unseen(mutation);
  return missing === undefined
    ? undefined
    : { field: `seen.${missing}`, detail: 'is missing: say what was seen of this field' };
}

/** A field that an edit must have seen, and does not say so: without that it could not be judged. */
function unseen(mutation: Mutation): string | undefined {
  const { entity } = mutation;
  switch (mutation.op) {
    case 'create':
    case 'cancel':
      return undefined;
    case 'patch': {
      const isGuarded = Object.keys(mutation.fields).some((field) => policyOf(entity, field) === 'guarded');
      return isGuarded ? absent(GUARDED_FIELDS[entity], mutation.seen) : undefined;
    }
    case 'action':
      return absent(GUARDED_FIELDS[entity], mutation.seen);
    case 'delete':
      return absent([...Object.keys(EDITABLE_FIELDS[entity]), ...GUARDED_FIELDS[entity]], mutation.seen);
  }
}

function absent(fields: readonly string[], seen: FieldValues): string | undefined {
  return fields.find((field) => !Object.hasOwn(seen, field));
}

function rowNameOf({ entity, id }: Readonly<Record<string, unknown>>): RowName | undefined {
  const known = editableEntity.safeParse(entity);
  if (!known.success || typeof id !== 'string' || !isKey(known.data, id)) return undefined;
  return { entity: known.data, id };
}

function isKey(entity: EditableEntity, id: string): boolean {
  return KEYS[ENTITY_TABLES[entity].key].test(id);
}
