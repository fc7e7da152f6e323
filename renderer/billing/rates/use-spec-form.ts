import { useState } from 'react';
import type { z } from 'zod';
import type { ErrorCode, Written } from '../../../shared/contract/index.ts';
import type { Refusal } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { knownErrorCode, useFormat } from '../../i18n/index.ts';
import { fieldOf, type FieldSpec, readForm, type Typed, typedOf } from './spec-form.ts';

/** A form over one value that the server keeps: what is typed, what of it is not right, and what the server said to it. */
export function useSpecForm<Schema extends z.ZodType>({
  specs,
  schema,
  initial,
  save,
  onSaved,
}: {
  specs: readonly FieldSpec[];
  schema: Schema;
  /** What it begins with; parts that no field shows stay as they are. */
  initial: object;
  save: (value: z.output<Schema>) => Promise<Written>;
  onSaved: () => void;
}) {
  const { language } = useFormat();
  const [base, setBase] = useState(initial);
  const [typed, setTyped] = useState<Typed>(() => typedOf(specs, initial, language));
  const [isAttempted, setAttempted] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const { value, faults } = readForm(specs, typed, base, schema, language);
  const refusedField = refused?.field === undefined ? null : fieldOf(specs, refused.field);
  const forget = () => {
    setRefused(null);
    setFailure(null);
  };
  return {
    typed,
    base,
    value,
    isAttempted,
    isSaving,
    failure,
    /** What the server refused that is of no field of the form. */
    refusedWhole: refused !== null && !specs.some(({ path }) => path === refusedField) ? refused : null,
    type: (path: string, text: string) => {
      setTyped((before) => ({ ...before, [path]: text }));
      forget();
    },
    /** A part that is chosen rather than typed. */
    choose: (change: object) => {
      setBase((before) => ({ ...before, ...change }));
      forget();
    },
    isWrong: (path: string) => (isAttempted && faults.has(path)) || refusedField === path,
    save: async (): Promise<void> => {
      setAttempted(true);
      if (value === null || isSaving) return;
      setSaving(true);
      try {
        const written = await save(value);
        if (written.result === 'saved') onSaved();
        else setRefused(written.reason);
      } catch (error) {
        setFailure(knownErrorCode(error instanceof RpcError ? error.code : 'internal'));
      } finally {
        setSaving(false);
      }
    },
  };
}
export type SpecForm = Omit<ReturnType<typeof useSpecForm>, 'value'> & { readonly value: unknown };
