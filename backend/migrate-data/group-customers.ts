import { readCustomerName } from './customer-name.ts';
import type { Decision, ReviewItem } from './decisions.ts';
import { nearNames } from './near-names.ts';

/** A text in the customer column, and how many missions have it. */
export interface Spelling {
  spelling: string;
  missions: number;
}

export interface NamedParty {
  id: string;
  name: string;
}

/** One customer, under all spellings that are certainly its. */
export interface Customer {
  /** The spelling that is used most, tidied. */
  name: string;
  spellings: string[];
  missions: number;
  /** The third party that is there already. */
  partyId: string | undefined;
  /** Waits for a person. */
  waits: boolean;
}

export interface Grouping {
  customers: Customer[];
  review: ReviewItem[];
  /** Spellings that stand for nobody in particular, or are no name at all. */
  nobody: string[];
  tooLong: string[];
  /** There were too many names to look for all that are near. */
  isCut: boolean;
}

export interface GroupingInput {
  spellings: readonly Spelling[];
  /** Third parties that are there. */
  parties: readonly NamedParty[];
  /** Spellings that were given to a third party before, by their text. */
  known: ReadonlyMap<string, string>;
  decisions: readonly Decision[];
  /** Names that stand for nobody in particular. */
  nobody: readonly string[];
}

/** Third parties' names may be that long. */
export const LONGEST_NAME = 200;

interface Group extends Customer {
  base: string;
  form: string | undefined;
}

/**
 * Sorts what was typed into customers. Spellings that differ in case, accents, spaces, points or by naming a legal form are one customer. Two
 * legal forms of one name are two customers, and the name without one may be either. What is near, or may be either, waits for a person: the one
 * of a pair that fewer missions have.
 */
export function groupCustomers(input: GroupingInput): Grouping {
  const nobodyBases = new Set(input.nobody.map((name) => readCustomerName(name).base));
  const grouping: Grouping = { customers: [], review: [], nobody: [], tooLong: [], isCut: false };
  const byBase = new Map<string, Spelling[]>();
  for (const one of input.spellings) {
    const { base } = readCustomerName(one.spelling);
    if (one.spelling.trim().length > LONGEST_NAME) grouping.tooLong.push(one.spelling);
    else if (!/\p{Letter}/u.test(base) || nobodyBases.has(base)) grouping.nobody.push(one.spelling);
    else byBase.set(base, [...(byBase.get(base) ?? []), one]);
  }
  const groups = [...byBase].flatMap(([base, spellings]) => splitByForm(base, spellings));
  const parties = partiesByBase(input.parties);
  const decided = new Decisions(input.decisions);
  const siblings = Map.groupBy(groups, ({ base }) => base);
  for (const group of groups)
    findParty(group, siblings.get(group.base) ?? [], parties, input.known, decided, grouping.review);
  grouping.isCut = proposeNear(groups, input.parties, decided, grouping.review);
  grouping.customers = joinDecided(groups, input.parties, decided);
  return grouping;
}

function splitByForm(base: string, spellings: readonly Spelling[]): Group[] {
  const byForm = new Map<string | undefined, Spelling[]>();
  for (const one of spellings) {
    const { form } = readCustomerName(one.spelling);
    byForm.set(form, [...(byForm.get(form) ?? []), one]);
  }
  const forms = [...byForm.keys()].filter((form) => form !== undefined);
  if (forms.length <= 1) return [groupOf(base, forms[0], spellings)];
  return [...byForm].map(([form, some]) => groupOf(base, form, some));
}

function groupOf(base: string, form: string | undefined, spellings: readonly Spelling[]): Group {
  const sorted = [...spellings].sort(byUse);
  return {
    base,
    form,
    name: (sorted[0]?.spelling ?? base).trim().replaceAll(/\s+/g, ' '),
    spellings: sorted.map(({ spelling }) => spelling),
    missions: sorted.reduce((sum, { missions }) => sum + missions, 0),
    partyId: undefined,
    waits: false,
  };
}

/** The most used first; of equals, one that does not shout. */
function byUse(a: Spelling, b: Spelling): number {
  const shouts = ({ spelling }: Spelling) => Number(spelling === spelling.toUpperCase());
  return b.missions - a.missions || shouts(a) - shouts(b) || (a.spelling < b.spelling ? -1 : 1);
}

type Parties = Map<string, (NamedParty & { form: string | undefined })[]>;

function partiesByBase(parties: readonly NamedParty[]): Parties {
  const byBase: Parties = new Map();
  for (const party of parties) {
    const { base, form } = readCustomerName(party.name);
    byBase.set(base, [...(byBase.get(base) ?? []), { ...party, form }]);
  }
  return byBase;
}

/** The third party that a customer is already, or a question where it may be one of several. */
function findParty(
  group: Group,
  sameBase: readonly Group[],
  parties: Parties,
  known: ReadonlyMap<string, string>,
  decided: Decisions,
  review: ReviewItem[],
): void {
  const before = [...new Set(group.spellings.flatMap((spelling) => known.get(spelling) ?? []))];
  if (before.length === 1) {
    group.partyId = before[0];
    return;
  }
  const named = (parties.get(group.base) ?? []).filter(
    ({ form }) => form === undefined || group.form === undefined || form === group.form,
  );
  if (named.length === 1 && before.length === 0) {
    group.partyId = named[0]?.id;
    return;
  }
  // A name without a legal form may be any of those with one.
  const others = group.form === undefined ? sameBase.filter(({ form }) => form !== undefined) : [];
  const choices = [...named.map(({ name }) => name), ...(named.length === 0 ? others.map(({ name }) => name) : [])];
  for (const name of new Set(choices)) {
    const decision = decided.of(name, group.name);
    if (decision === true) group.partyId = named.find((party) => party.name === name)?.id;
    else if (decision === undefined) {
      group.waits = true;
      review.push({
        keep: name,
        other: group.name,
        reason: 'the same name, of several',
        missions: group.missions,
        same: null,
      });
    }
  }
  if (group.partyId !== undefined) group.waits = false;
}

/**
 * Near names, of customers and of third parties that are there. Whoever is a third party already does not wait.
 * @returns whether there were too many to look at all
 */
function proposeNear(
  groups: readonly Group[],
  parties: readonly NamedParty[],
  decided: Decisions,
  review: ReviewItem[],
): boolean {
  const used = new Set(groups.flatMap(({ partyId }) => partyId ?? []));
  const there = parties
    .filter(({ id }) => !used.has(id))
    .map(({ id, name }) => ({
      ...groupOf(readCustomerName(name).base, undefined, [{ spelling: name, missions: 0 }]),
      partyId: id,
    }));
  const byBase = new Map<string, Group>();
  // Of one base the largest stands for all.
  for (const group of [...there, ...groups].sort((a, b) => a.missions - b.missions)) byBase.set(group.base, group);
  const all = [...byBase.values()];
  const { pairs, isCut } = nearNames(all.map(({ base }) => base));
  for (const { first, second, reason } of pairs) {
    const [one, other] = [all[first], all[second]];
    if (one === undefined || other === undefined) continue;
    const [keep, waiting] = ranks(one) >= ranks(other) ? [one, other] : [other, one];
    if (waiting.partyId !== undefined || decided.of(keep.name, waiting.name) !== undefined) continue;
    waiting.waits = true;
    review.push({ keep: keep.name, other: waiting.name, reason, missions: waiting.missions, same: null });
  }
  return isCut;
}

function ranks({ partyId, missions }: Group): number {
  return (partyId === undefined ? 0 : 1e15) + missions;
}

/** Customers of whom a person said that they are one. The one that is a third party already, or has most missions, gives its name. */
function joinDecided(groups: readonly Group[], parties: readonly NamedParty[], decided: Decisions): Customer[] {
  const partyOf = new Map(parties.map(({ id, name }) => [decided.rootOf(name), id]));
  const joined = new Map<string, Group[]>();
  for (const group of groups) {
    const root = decided.rootOf(group.name);
    joined.set(root, [...(joined.get(root) ?? []), group]);
  }
  return [...joined].map(([root, members]) => {
    const [first] = [...members].sort((a, b) => ranks(b) - ranks(a));
    if (first === undefined) throw new Error('an empty group');
    const partyId = first.partyId ?? (decided.isJoined(first.name) ? partyOf.get(root) : undefined);
    return {
      name: first.name,
      spellings: members.flatMap(({ spellings }) => spellings),
      missions: members.reduce((sum, { missions }) => sum + missions, 0),
      partyId,
      waits: partyId === undefined && first.waits,
    };
  });
}

/** What people said, by names as they are compared with their legal form. */
class Decisions {
  readonly #said = new Map<string, boolean>();
  readonly #parents = new Map<string, string>();

  constructor(decisions: readonly Decision[]) {
    for (const { first, second, same } of decisions) {
      this.#said.set(pairOf(first, second), same);
      if (same) this.#parents.set(this.#root(keyOf(second)), this.#root(keyOf(first)));
    }
  }

  of(first: string, second: string): boolean | undefined {
    return this.#said.get(pairOf(first, second));
  }

  /** Did somebody say that it is another's name? */
  isJoined(name: string): boolean {
    return this.rootOf(name) !== keyOf(name);
  }

  rootOf(name: string): string {
    return this.#root(keyOf(name));
  }

  #root(key: string): string {
    let root = key;
    // A chain that comes back to itself ends at its beginning.
    for (let next = this.#parents.get(root); next !== undefined && next !== root; next = this.#parents.get(root)) {
      root = next;
      if (root === key) break;
    }
    return root;
  }
}

function pairOf(first: string, second: string): string {
  return [keyOf(first), keyOf(second)].sort().join('\n');
}

/** A name as decisions know it. */
export function keyOf(name: string): string {
  const { base, form } = readCustomerName(name);
  return form === undefined ? base : `${base} (${form})`;
}
