import { useState } from 'react';
import type { z } from 'zod';
import type { ErrorCode, Written } from '../../../shared/contract/index.ts';
import type { Refusal } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { knownErrorCode, useFormat } from '../../i18n/index.ts';
import { useServices } from '../../stores/services.tsx';
import { useSpecDrafts } from './spec-drafts.ts';
import { fieldOf, type FieldSpec, readForm, type SpecFault, type Typed, typedOf } from './spec-form.ts';

/** What a form tells of a field that is not right: what it sees itself, or what the server said. */
export type FieldFault = SpecFault | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * A form over one value that the server keeps: what is typed, what of it is not right, and what the server said to it. What is typed is kept
 * as a draft at every step, and is back when the form is opened again.
 */
export function useSpecForm<Schema extends z.ZodType>({
  draftName,
  specs: given,
  others = [],
  schema,
  initial,
  save,
  onSaved,
}: {
  /** Of the value that is edited, among all of the person's drafts. */
  draftName: string;
  /** Of a value with lists: by what is chosen. */
  specs: readonly FieldSpec[] | ((base: object) => readonly FieldSpec[]);
  /** Fields that are chosen rather than typed: what the server says of them is said there. */
  others?: readonly string[];
  schema: Schema;
  /** What it begins with; parts that no field shows stay as they are. */
  initial: object;
  save: (value: z.output<Schema>) => Promise<Written>;
  onSaved: () => void;
}) {
  const { language } = useFormat();
  const { clock } = useServices();
  const drafts = useSpecDrafts();
  const [draft] = useState(() => drafts.get(draftName));
  const begunOn = JSON.stringify(initial);
  const [chosen, setChosen] = useState<Readonly<Record<string, unknown>>>(draft?.chosen ?? {});
  const [entered, setEntered] = useState<Typed>(draft?.typed ?? {});
  const [isDraftLost, setDraftLost] = useState(false);
  const [isAttempted, setAttempted] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const base = { ...initial, ...chosen };
  const specs = typeof given === 'function' ? given(base) : given;
  const typed: Typed = { ...typedOf(specs, base, language), ...entered };
  const { value, faults } = readForm(specs, typed, base, schema, language);
  const refusedField = refused?.field === undefined ? null : fieldOf(specs, refused.field);
  const hasField = specs.some(({ path }) => path === refusedField) || others.some((name) => name === refusedField);

  function keep(typedNow: Typed, chosenNow: Readonly<Record<string, unknown>>): void {
    setEntered(typedNow);
    setChosen(chosenNow);
    setRefused(null);
    setFailure(null);
    const kept = { savedAtMs: clock.nowMs(), begunOn, typed: typedNow, chosen: chosenNow };
    setDraftLost(!drafts.keep(draftName, kept));
  }

  return {
    typed,
    base,
    value,
    isAttempted,
    isSaving,
    isDraftLost,
    failure,
    /** Something is entered that is not saved. */
    isEntered: Object.keys(entered).length > 0 || Object.keys(chosen).length > 0,
    /** When what was entered before was kept, and whether what is saved is another since; null: nothing was. */
    restored: draft === undefined ? null : { savedAtMs: draft.savedAtMs, isOfAnother: draft.begunOn !== begunOn },
    /** What the server refused that is of no field of the form. */
    refusedWhole: refused !== null && !hasField ? refused : null,
    type: (path: string, text: string) => keep({ ...entered, [path]: text }, chosen),
    /** Parts that are chosen rather than typed; `texts`: what is typed of them from now on. */
    choose: (change: object, texts: Typed = {}) => keep({ ...entered, ...texts }, { ...chosen, ...change }),
    /** Moves what is typed to other paths, with a list whose parts are other ones; undefined: it goes. */
    arrange: (change: object, pathOf: (path: string) => string | undefined) => {
      const moved = Object.entries(entered).flatMap(([path, text]) => {
        const to = pathOf(path);
        return to === undefined ? [] : [[to, text] as const];
      });
      keep(Object.fromEntries(moved), { ...chosen, ...change });
    },
    faultOf(path: string): FieldFault | undefined {
      if (refused !== null && refusedField === path) return { kind: 'refused', refusal: refused };
      const fault = faults.get(path);
      return isAttempted || fault?.kind === 'rate' ? fault : undefined;
    },
    discard(): void {
      drafts.drop(draftName);
      setEntered({});
      setChosen({});
    },
    save: async (): Promise<void> => {
      setAttempted(true);
      if (value === null || isSaving) return;
      setSaving(true);
      try {
        const written = await save(value);
        if (written.result === 'saved') {
          drafts.drop(draftName);
          setEntered({});
          setChosen({});
          onSaved();
        } else setRefused(written.reason);
      } catch (error) {
        setFailure(knownErrorCode(error instanceof RpcError ? error.code : 'internal'));
      } finally {
        setSaving(false);
      }
    },
  };
}
export type SpecForm = Omit<ReturnType<typeof useSpecForm>, 'value'> & { readonly value: unknown };
