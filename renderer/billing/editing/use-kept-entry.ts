import { useState } from 'react';
import { z } from 'zod';
import { useServices } from '../../stores/services.tsx';
import { useSpecDrafts } from '../rates/spec-drafts.ts';

/** What was entered before, whether anything is entered now, and whether it can be kept: what `RestoredNote` tells. */
export interface Kept {
  /** Something is entered that is not saved. */
  readonly isEntered: boolean;
  /** When what was entered before was kept, and whether what it was begun on is another since; null: nothing was. */
  readonly restored: { readonly savedAtMs: number; readonly isOfAnother: boolean } | null;
  /** What is entered is not kept should the window close. */
  readonly isDraftLost: boolean;
}

export interface KeptEntry<Values> extends Kept {
  readonly values: Values;
  change(next: Partial<Values>): void;
  /** It was saved, or is not wanted: nothing is kept of it, and all is as at the beginning. */
  drop(): void;
}

/**
 * What a person enters in a form of its own, kept as a draft at every step: it is back after a crash, a closed window or a restart, until it is
 * dropped. Drafts are the person's: signing out removes them.
 * @param name of the form among all of the person's drafts; null: nothing is kept, such as where it can only be read
 * @param schema of what is kept: what another version of Vigie kept in another shape is not read
 * @param initial what the form begins with, as it is when it opens
 */
export function useKeptEntry<Values extends object>(
  name: string | null,
  schema: z.ZodType<Values>,
  initial: Values,
): KeptEntry<Values> {
  const { clock } = useServices();
  const drafts = useSpecDrafts();
  const [begun] = useState(() => ({ values: initial, text: JSON.stringify(initial) }));
  const [draft, setDraft] = useState(() => {
    const kept = name === null ? undefined : drafts.get(name);
    const read = schema.safeParse(kept?.chosen);
    return kept === undefined || !read.success ? null : { ...kept, values: read.data };
  });
  const [values, setValues] = useState<Values>(draft?.values ?? initial);
  const [isDraftLost, setDraftLost] = useState(false);
  const isAsBegun = (now: Values) => JSON.stringify(now) === begun.text;

  return {
    values,
    isDraftLost,
    isEntered: !isAsBegun(values),
    restored: draft && { savedAtMs: draft.savedAtMs, isOfAnother: draft.begunOn !== begun.text },
    change(next) {
      const now = { ...values, ...next };
      setValues(now);
      if (name === null) return;
      if (isAsBegun(now)) {
        drafts.drop(name);
        setDraftLost(false);
        return;
      }
      const kept = { savedAtMs: clock.nowMs(), begunOn: begun.text, typed: {}, chosen: { ...now } };
      setDraftLost(!drafts.keep(name, kept));
    },
    drop() {
      if (name !== null) drafts.drop(name);
      setDraft(null);
      setValues(begun.values);
      setDraftLost(false);
    },
  };
}

const oneText = z.object({ text: z.string() });

/** The same of one text, such as a reason or a note. */
export function useKeptText(name: string | null, initial = ''): KeptEntry<{ text: string }> {
  return useKeptEntry(name, oneText, { text: initial });
}
