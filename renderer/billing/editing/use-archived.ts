import { useEffect, useMemo, useState } from 'react';
import { REFERENCES, refuseArchived, type Refusal } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { useServices } from '../../stores/services.tsx';
import { type FormState, isTouched, valueOf } from './form-state.ts';

/**
 * Which fields of a form name a third party that was archived, merged or removed meanwhile: said at once rather than when the form is saved.
 * A field that nobody touched names what it named before, which stays allowed. What cannot be read forbids nothing: the data host has the
 * last word all the same.
 */
export function useArchived(state: FormState): Readonly<Record<string, Refusal>> {
  const { connection } = useServices();
  const named = Object.entries(REFERENCES[state.entity]).flatMap(([field, entity]) => {
    const id = entity === 'third-party' && isTouched(state, field) ? valueOf(state, field) : null;
    return typeof id === 'string' && id !== '' ? [[field, id] as const] : [];
  });
  const key = JSON.stringify(named);
  const [found, setFound] = useState<{ key: string; refusals: Readonly<Record<string, Refusal>> }>(NONE);
  useEffect(() => {
    const fields = JSON.parse(key) as [string, string][];
    if (fields.length === 0) return undefined;
    const controller = new AbortController();
    const read = async () => {
      const refusals: Record<string, Refusal> = {};
      for (const [field, id] of fields) {
        const refused = await refusalFor(field, () =>
          connection.client.request('thirdParties.get', { id }, { signal: controller.signal }),
        );
        if (refused !== undefined) refusals[field] = refused;
      }
      if (!controller.signal.aborted) setFound({ key, refusals });
    };
    void read();
    const stop = connection.client.on('data.changed', ({ entities }) => {
      if (entities.includes('third-party')) void read();
    });
    return () => {
      controller.abort();
      stop();
    };
  }, [connection, key]);
  return useMemo(() => (found.key === key ? found.refusals : {}), [found, key]);
}

const NONE = { key: '', refusals: {} };

async function refusalFor(field: string, read: () => Promise<object>): Promise<Refusal | undefined> {
  try {
    return refuseArchived(field, { ...(await read()) });
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== 'not-found') return undefined;
    return { code: 'reference-missing', field, detail: `${field}: there is no such third party` };
  }
}
