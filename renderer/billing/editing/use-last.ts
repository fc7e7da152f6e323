import { useState } from 'react';
import type { RecordHandle } from '../../lists/index.ts';

/** The record as it was last read, for a form that must outlive it: it may be removed while one types. */
export function useLast<T>({ record }: RecordHandle<T>): { last: T | null; isGone: boolean } {
  const [last, setLast] = useState<T | null>(null);
  if (record.state === 'ready' && record.value !== last) setLast(record.value);
  return { last, isGone: record.state === 'error' && record.error.code === 'not-found' };
}
