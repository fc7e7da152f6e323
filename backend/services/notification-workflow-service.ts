import type { NewDelegation, NotificationList, PageQuery, ValidationsQuery } from '../../shared/api/index.ts';
import {
  type Actor,
  delegation,
  type FieldValues,
  foldersOf,
  isDecision,
  isMarking,
  isNews,
  markOf,
  noticeOf,
  type Refusal,
  refuseCreation,
  refuseValidationAction,
  type RowFields,
  textOf,
  type Validation,
  type WorkflowDefinition,
} from '../../shared/domain/index.ts';
import { actAs } from '../bus/index.ts';
import { asService, type Reader } from '../database/scope.ts';
import { CYCLE_SUBJECT } from './billing/decide-cycle.ts';
import { subsidiaryOfNew } from './mutations/other-rows.ts';
import { lockRow } from './mutations/rows.ts';
import { insertRow } from './mutations/write-row.ts';
import { readPage, readRow, type RowPage } from './row-pages.ts';
import { type AskedDecision, decideOn, type Subjects } from './validation/decide-validation.ts';
import { refuseDelegating, revokeDelegation, rolesHandedOn } from './validation/delegations.ts';
import { markEntry } from './validation/mark-entry.ts';
import { delegationsTo, readValidation, recentValidations } from './validation/validation-rows.ts';
import { readWorkflows, removeWorkflow, writeWorkflow } from './validation/workflows.ts';

const SUBJECTS: Subjects = { 'billing-cycle': CYCLE_SUBJECT };
/** What of a delegation decides who may revoke it; a role that is gone since keeps nobody from that. */
const REVOKED = delegation.pick({ id: true, fromSubject: true, toSubject: true, revokedAt: true });

/** Validations that are looked through for one page of an inbox, or for somebody's notifications. */
const MOST_LOOKED_AT = 2_000;
const MOST_NOTICES = 500;
/** What became of a validation is told for so long, ms. */
const TOLD_FOR_MS = 31 * 24 * 3_600_000;

/** An action on a validation or a delegation, as a desktop's outbox or a route carries it. */
export interface AskedAction {
  id: string;
  action: string;
  parameters: FieldValues;
  actor: Actor;
  /** What was looked at, where that is known. */
  step?: number | undefined;
  baseVersion?: number | undefined;
}

/** Who has to decide on what, what they decide, who stands in for whom, and what people are told of it. */
export class NotificationWorkflowService {
  readonly #nowMs: () => number;

  constructor({ nowMs }: { nowMs: () => number }) {
    this.#nowMs = nowMs;
  }

  /**
   * Takes a decision, or marks an entry of the actor's inbox, within a transaction.
   * @param sql sees what the actor may see
   * @returns why not; then nothing was done
   */
  async act(sql: Reader, { id, action, parameters, actor, ...seen }: AskedAction): Promise<Refusal | undefined> {
    const nowMs = this.#nowMs();
    const text = await readRow(sql, 'validation', id);
    if (text === undefined) return { code: 'not-found', detail: `there is no validation ${id}` };
    const refused = refuseValidationAction(JSON.parse(text) as Validation, action, parameters);
    if (refused !== undefined) return refused;
    await actAs(sql, actor.subject);
    if (isDecision(action)) {
      const onBehalfOf = textOf(parameters, 'onBehalfOf');
      const decider = onBehalfOf === null ? actor : { ...actor, onBehalfOf };
      const asked: AskedDecision = {
        validationId: id,
        kind: action,
        reason: textOf(parameters, 'reason'),
        actor: decider,
        nowMs,
      };
      return asService(sql, () => decideOn(sql, { ...asked, ...seen }, SUBJECTS));
    }
    if (!isMarking(action)) return undefined;
    if (textOf(parameters, 'by') !== actor.subject)
      return { code: 'forbidden', field: 'by', detail: `by: ${actor.subject} marks nobody else's entries` };
    return asService(sql, async () => {
      const validation = await readValidation(sql, id, { isLocked: true });
      if (validation !== undefined)
        await markEntry(sql, validation, { subject: actor.subject, marking: action, parameters, nowMs });
      return undefined;
    });
  }

  /** The actor has another decide in their place. @returns why not; then nothing was done */
  async delegate(sql: Reader, id: string, wanted: NewDelegation, actor: Actor): Promise<Refusal | undefined> {
    const { toSubject, subjectKind = null, startsAt, endsAt, note = null } = wanted;
    const fields = { fromSubject: actor.subject, toSubject, subjectKind, startsAt, endsAt, note };
    const refused = refuseCreation('delegation', fields) ?? refuseDelegating(fields, actor, this.#nowMs());
    if (refused !== undefined) return refused;
    await actAs(sql, actor.subject);
    const owner = {
      subsidiary: await subsidiaryOfNew(sql, 'delegation', fields),
      lists: { roles: rolesHandedOn(actor) },
    };
    await insertRow(sql, { entity: 'delegation', id }, fields, owner);
    return undefined;
  }

  async revoke(sql: Reader, id: string, actor: Actor): Promise<Refusal | undefined> {
    const { row } = await lockRow(sql, { entity: 'delegation', id }, 'change');
    if (row === undefined) return { code: 'not-found', detail: `there is no delegation ${id}` };
    return this.actOnDelegation(sql, row, 'revoke', actor);
  }

  /** @param given as the actor sees it, locked */
  async actOnDelegation(sql: Reader, given: RowFields, action: string, actor: Actor): Promise<Refusal | undefined> {
    if (action !== 'revoke') return { code: 'illegal-action', detail: `a delegation knows no action ${action}` };
    await actAs(sql, actor.subject);
    return asService(sql, () => revokeDelegation(sql, REVOKED.parse(given), actor, this.#nowMs()));
  }

  /** Keyset pages by id; of a folder those that the asker has in it. */
  async list(sql: Reader, { folder, state, subjectId, ...query }: ValidationsQuery, person: Actor): Promise<RowPage> {
    const equal = { state, subject_id: subjectId };
    if (folder === undefined) return readPage(sql, 'validation', query, equal);
    const time = await this.#inboxTime(sql, person);
    const items: string[] = [];
    let after = query.after;
    for (let looked = 0; looked < MOST_LOOKED_AT; looked += query.limit) {
      const page = await readPage(sql, 'validation', { ...query, ...(after === undefined ? {} : { after }) }, equal);
      items.push(
        ...page.items.filter((text) => foldersOf(JSON.parse(text) as Validation, person, time).includes(folder)),
      );
      if (page.next === null) return { items, next: null };
      after = page.next;
      if (items.length >= query.limit) break;
    }
    return { items, next: after ?? null };
  }

  get = (sql: Reader, id: string) => readRow(sql, 'validation', id);
  delegations = (sql: Reader, query: PageQuery) => readPage(sql, 'delegation', query);
  delegation = (sql: Reader, id: string) => readRow(sql, 'delegation', id);

  /** What somebody is to be told, the newest first, whether they have read it or not. */
  async notifications(sql: Reader, person: Actor): Promise<NotificationList> {
    const time = await this.#inboxTime(sql, person);
    const recent = await recentValidations(sql, time.nowMs - TOLD_FOR_MS, MOST_LOOKED_AT);
    const items = recent.flatMap((validation) => {
      const notice = noticeOf(validation, person, time);
      return notice === undefined ? [] : [toNotification(validation, notice, person, isNews(validation, person, time))];
    });
    return { items: items.toSorted((one, other) => (one.at < other.at ? 1 : -1)).slice(0, MOST_NOTICES) };
  }

  workflows = (sql: Reader) => readWorkflows(sql);

  async writeWorkflow(sql: Reader, definition: WorkflowDefinition, { subject }: Actor): Promise<void> {
    await actAs(sql, subject);
    await writeWorkflow(sql, definition);
  }

  async removeWorkflow(sql: Reader, id: string, { subject }: Actor): Promise<boolean> {
    await actAs(sql, subject);
    return removeWorkflow(sql, id);
  }

  async #inboxTime(sql: Reader, { subject }: Actor) {
    const nowMs = this.#nowMs();
    return { nowMs, delegations: await delegationsTo(sql, subject, nowMs) };
  }
}

function toNotification(
  validation: Validation,
  { key, kind, atMs }: NonNullable<ReturnType<typeof noticeOf>>,
  { subject }: Actor,
  isUnread: boolean,
): NotificationList['items'][number] {
  const { id: validationId, subjectKind, subjectId, facts } = validation;
  const { snoozedUntil, archivedAt } = markOf(validation, subject);
  return {
    ...{ key, kind, at: new Date(atMs).toISOString(), validationId, subjectKind, subjectId, label: facts.label },
    ...{ isRead: !isUnread, snoozedUntil, isArchived: archivedAt !== null },
  };
}
