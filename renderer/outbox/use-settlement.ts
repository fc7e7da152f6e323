import { useEffect, useState } from 'react';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import type { Refusal } from '../../shared/domain/index.ts';
import { useServices } from '../stores/services.tsx';
import type { Choice, Choices, SettlementDraft } from '../stores/settlement-draft.ts';
import {
  choiceOf,
  chooseAll,
  type FormFault,
  formFaults,
  keptChoices,
  settledFields,
  theirsSeen,
} from './settlement.ts';
import { useNext } from './use-next.ts';

/** What a person has decided so far, and what came of sending it. */
export interface Settlement {
  readonly choices: Choices;
  /** Names of rows that were chosen by hand, by id. */
  readonly names: Readonly<Record<string, string>>;
  /** By field. Empty until the person has tried once: nobody is told off for what they have not come to. */
  readonly faults: Readonly<Record<string, FormFault>>;
  /** What the server or the data host said against it. */
  readonly refusal: Refusal | null;
  /** The row changed once more since the person began. */
  readonly isStale: boolean;
  readonly isBusy: boolean;
  choose(field: OutboxEntry['fields'][number], change: Partial<Choice>): void;
  chooseAll(side: 'mine' | 'theirs'): void;
  readonly name: (id: string, name: string) => void;
  /** @returns the first field that is in the way, or undefined when it was sent */
  send(): Promise<string | undefined>;
}

/** @param onStale reads the entry again */
export function useSettlement(entry: OutboxEntry, onStale: () => void): Settlement {
  const { outbox } = useServices();
  const goOn = useNext();
  const [draft, setDraft] = useState<SettlementDraft>(
    () => outbox.drafts.get(entry.mutationId) ?? { entry, choices: {}, names: {}, isStale: false },
  );
  const [hasTried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  let current = draft;
  if (draft.entry !== entry) {
    const { choices, lost } = keptChoices(draft.entry, entry, draft.choices);
    current = { ...draft, entry, choices, isStale: draft.isStale || lost };
    setDraft(current);
    if (lost) setTried(false);
  }
  const { choices, names, isStale } = current;
  useEffect(() => {
    if (Object.keys(current.choices).length > 0) outbox.drafts.set(current.entry.mutationId, current);
  }, [outbox, current]);
  const found = formFaults(entry, choices);
  const change = (next: Partial<SettlementDraft>) => {
    setDraft((before) => ({ ...before, ...next }));
    setRefusal(null);
  };

  async function send(): Promise<string | undefined> {
    const first = entry.fields.find(({ field }) => found[field] !== undefined);
    setTried(true);
    if (first !== undefined) return first.field;
    setBusy(true);
    const next = await outbox.nextToSettle(entry.mutationId);
    const answer = await outbox.settle(entry, settledFields(entry, choices), theirsSeen(entry));
    setBusy(false);
    if (answer.result === 'settled') goOn(next);
    if (answer.result === 'stale') {
      setDraft((before) => ({ ...before, isStale: true }));
      onStale();
    }
    if (answer.result !== 'refused') return undefined;
    setRefusal(answer.reason);
    return answer.reason.field;
  }

  return {
    choices,
    names,
    faults: hasTried ? found : {},
    refusal,
    isStale,
    isBusy,
    choose: (field, part) =>
      change({ choices: { ...choices, [field.field]: { ...choiceOf(entry, choices, field), ...part } } }),
    chooseAll: (side) => change({ choices: chooseAll(entry, choices, side) }),
    name: (id, name) => setDraft((before) => ({ ...before, names: { ...before.names, [id]: name } })),
    send,
  };
}
