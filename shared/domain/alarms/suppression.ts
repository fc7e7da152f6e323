import type { AlarmRule } from './alarm-rule.ts';
import type { Alarm } from './alarm.ts';

/** What is explained by an alarm that is gone now is still hidden for so long: vehicles are heard again one after the other. */
export const RELEASE_AFTER_MS = 60_000;

type Subject = Pick<Alarm, 'subjectKind' | 'subjectId' | 'vehicleId' | 'line'>;
type Explaining = Subject & Pick<Alarm, 'id' | 'kind' | 'returnedAt' | 'ruleId'>;

/** Why an alarm is not announced: another of its group stood first, or an alarm that explains it stands. */
export interface Explanation {
  suppressedBy: 'group' | 'cause';
  causeId: string;
}

/**
 * Which alarms explain which (first-out, suppression groups: OPC 10000-9, 5.8.2 and 5.8.16). It holds the alarms that still hold and can
 * explain others: those of kinds that rules name, and those of groups. Only the first is ever an explanation: what is explained itself
 * explains nothing, so that all of a flood lead to one alarm.
 */
export class SuppressionBook {
  #rules = new Map<string, Pick<AlarmRule, 'suppressionGroup' | 'suppressedByKinds'>>();
  #explainingKinds = new Set<string>();
  /** By where they are looked for: a kind and a subject, or a group and a subject. In the order in which they were raised. */
  readonly #standing = new Map<string, Map<string, Explaining>>();
  /** Alarms explained by one, by its id. */
  readonly #explained = new Map<string, Set<string>>();
  readonly #causeOf = new Map<string, string>();
  readonly #places = new Map<string, string[]>();

  setRules(rules: readonly Pick<AlarmRule, 'id' | 'suppressionGroup' | 'suppressedByKinds'>[]): void {
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
    this.#explainingKinds = new Set(rules.flatMap(({ suppressedByKinds }) => suppressedByKinds));
  }

  /** An alarm was raised, or stood before. @returns what explains it, if anything does */
  raised(alarm: Explaining): Explanation | undefined {
    const found = this.#explanationOf(alarm);
    if (found === undefined) this.#stand(alarm);
    else this.#note(alarm.id, found.causeId);
    return found;
  }

  /** As `raised`, of one that is known to be explained. */
  restore(alarm: Explaining, causeId: string | null): void {
    if (causeId === null) this.#stand(alarm);
    else this.#note(alarm.id, causeId);
  }

  /** An alarm returned. @returns the alarms that it explained, which are to be released after `RELEASE_AFTER_MS` where they still hold */
  returned(id: string): string[] {
    for (const place of this.#places.get(id) ?? []) {
      const there = this.#standing.get(place);
      there?.delete(id);
      if (there?.size === 0) this.#standing.delete(place);
    }
    this.#places.delete(id);
    const causeId = this.#causeOf.get(id);
    if (causeId !== undefined) this.#explained.get(causeId)?.delete(id);
    this.#causeOf.delete(id);
    const explained = [...(this.#explained.get(id) ?? [])];
    this.#explained.delete(id);
    return explained;
  }

  /** An alarm is released: it stands for itself from now on, unless something else explains it. */
  release(alarm: Explaining): Explanation | undefined {
    this.#causeOf.delete(alarm.id);
    return this.raised(alarm);
  }

  #explanationOf(alarm: Explaining): Explanation | undefined {
    const rule = this.#rules.get(alarm.ruleId);
    if (rule === undefined) return undefined;
    for (const kind of rule.suppressedByKinds) {
      const cause = this.#first(`kind ${kind}`, alarm);
      if (cause !== undefined) return { suppressedBy: 'cause', causeId: cause };
    }
    if (rule.suppressionGroup === null) return undefined;
    const first = this.#first(`group ${rule.suppressionGroup}`, alarm);
    return first === undefined ? undefined : { suppressedBy: 'group', causeId: first };
  }

  /** The first alarm that stands there for the subject, or for what it is part of. */
  #first(where: string, alarm: Explaining): string | undefined {
    for (const subject of wholesOf(alarm)) {
      for (const id of this.#standing.get(`${where} ${subject}`)?.keys() ?? []) if (id !== alarm.id) return id;
    }
    return undefined;
  }

  #stand(alarm: Explaining): void {
    if (alarm.returnedAt !== null) return;
    const group = this.#rules.get(alarm.ruleId)?.suppressionGroup ?? null;
    const where = [
      ...(this.#explainingKinds.has(alarm.kind) ? [`kind ${alarm.kind}`] : []),
      ...(group === null ? [] : [`group ${group}`]),
    ];
    const places = where.map((each) => `${each} ${subjectOf(alarm)}`);
    for (const place of places) {
      const there = this.#standing.get(place) ?? new Map<string, Explaining>();
      there.set(alarm.id, alarm);
      this.#standing.set(place, there);
    }
    this.#places.set(alarm.id, places);
  }

  #note(id: string, causeId: string): void {
    const explained = this.#explained.get(causeId) ?? new Set<string>();
    explained.add(id);
    this.#explained.set(causeId, explained);
    this.#causeOf.set(id, causeId);
  }
}

function subjectOf({ subjectKind, subjectId }: Pick<Subject, 'subjectKind' | 'subjectId'>): string {
  return subjectKind === 'feed' ? 'feed' : `${subjectKind} ${subjectId}`;
}

/** The subject itself and what it is part of: of a mission its vehicle, of a vehicle its line, of everything the feed. */
function wholesOf({ subjectKind, subjectId, vehicleId, line }: Subject): string[] {
  const wholes = new Set([subjectOf({ subjectKind, subjectId })]);
  if (subjectKind === 'mission' && vehicleId !== null) wholes.add(`vehicle ${vehicleId}`);
  if (subjectKind === 'vehicle' && line !== null) wholes.add(`line ${line}`);
  wholes.add('feed');
  return [...wholes];
}
