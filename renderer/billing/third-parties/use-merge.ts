import { useState } from 'react';
import type { ThirdPartyRow } from '../../../shared/contract/index.ts';
import {
  CONTACT_MEMBERS,
  contactFaults,
  type FieldValue,
  fieldOf,
  type FieldValues,
} from '../../../shared/domain/index.ts';
import { type EditOutcome, type Reversal, reversed } from '../editing/editing.ts';
import { useEditing } from '../editing/use-editing.ts';

/** A field in which the two differ, or that only one has. */
export interface Difference {
  readonly field: string;
  readonly staying: FieldValue;
  readonly going: FieldValue;
  /** What would be refused is not taken over. */
  readonly canTake: boolean;
}

export interface MergePair {
  readonly staying: ThirdPartyRow;
  readonly going: ThirdPartyRow;
  readonly differences: readonly Difference[];
}

export interface Merge {
  /** Null: there is no other yet. */
  readonly pair: MergePair | null;
  /** Fields whose value the one that stays takes over. */
  readonly taken: ReadonlySet<string>;
  readonly isRunning: boolean;
  /** Why it was not done. */
  readonly problem: Exclude<EditOutcome, { result: 'kept' }> | null;
  readonly swap: () => void;
  readonly toggle: (field: string) => void;
  readonly run: () => Promise<void>;
}

const FIELDS = ['name', 'type', ...CONTACT_MEMBERS.map((member) => `contactInfo.${member}`)];

/** Which of two third parties stays, what it takes over, and the merge itself: an edit and an action, undone as one. */
export function useMerge(one: ThirdPartyRow, other: ThirdPartyRow | null, onDone: () => void): Merge {
  const editing = useEditing();
  const [isSwapped, setSwapped] = useState(false);
  const [choices, setChoices] = useState<Readonly<Record<string, boolean>>>({});
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Merge['problem']>(null);
  const staysFirst = other !== null && usesOf(one) > usesOf(other) !== isSwapped;
  const pair = other === null ? null : staysFirst ? pairOf(one, other) : pairOf(other, one);
  // What only the one that goes has is taken over, unless the person says no.
  const isTaken = ({ field, staying, canTake }: Difference) => canTake && (choices[field] ?? staying === null);
  const taken = new Set((pair?.differences ?? []).filter(isTaken).map(({ field }) => field));
  return {
    pair,
    taken,
    isRunning,
    problem,
    swap() {
      setSwapped(!isSwapped);
      setChoices({});
      setProblem(null);
    },
    toggle: (field) => setChoices({ ...choices, [field]: !taken.has(field) }),
    async run() {
      if (pair === null || isRunning) return;
      setRunning(true);
      const { staying, going } = pair;
      const fields = Object.fromEntries(
        pair.differences
          .filter(({ field }) => taken.has(field))
          .map((difference) => [difference.field, { from: difference.staying, to: difference.going }]),
      );
      const reversals: Reversal[] = [];
      const isEdit = Object.keys(fields).length > 0;
      let outcome: EditOutcome | undefined;
      if (isEdit) {
        outcome = await editing.patchQuietly('third-party', staying.id, fields);
        if (outcome.result === 'kept')
          reversals.push({ op: 'patch', entity: 'third-party', id: staying.id, fields: reversed(fields) });
      }
      if (!isEdit || outcome?.result === 'kept') {
        const parameters: FieldValues = { into: staying.id };
        outcome = await editing.actQuietly('third-party', going.id, 'merge', parameters);
        if (outcome.result === 'kept')
          reversals.push({ op: 'act', entity: 'third-party', id: going.id, action: 'unmerge' });
      }
      setRunning(false);
      if (outcome?.result === 'kept') {
        editing.tell({ what: 'merged', title: going.name, count: 1, reversals });
        onDone();
        return;
      }
      // The merge was refused: the edit before it is taken back with it.
      for (const reversal of reversals)
        if (reversal.op === 'patch') await editing.patchQuietly(reversal.entity, reversal.id, reversal.fields);
      setProblem(outcome ?? null);
    },
  };
}

/** The one that more names stays, at first. */
function usesOf({ missionCount, cycleCount }: ThirdPartyRow): number {
  return missionCount + cycleCount;
}

function pairOf(staying: ThirdPartyRow, going: ThirdPartyRow): MergePair {
  const wrong = new Set(contactFaults(going.contactInfo).map(({ member }) => `contactInfo.${member}`));
  const differences = FIELDS.flatMap((field): Difference[] => {
    const values = { staying: fieldOf({ ...staying }, field), going: fieldOf({ ...going }, field) };
    if (values.staying === values.going) return [];
    return [{ field, ...values, canTake: values.going !== null && !wrong.has(field) }];
  });
  return { staying, going, differences };
}
