import { useEffect, useState } from 'react';
import type { AlarmOffender } from '../../../shared/domain/index.ts';
import { useClient } from '../../stores/services.tsx';

/** What people call what an alarm was about: a vehicle's code, a mission's reference; the id where that is not known. */
export function useOffenderNames(offenders: readonly AlarmOffender[]): (of: AlarmOffender) => string {
  const client = useClient();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const asked = offenders
    .flatMap(({ subjectKind, subjectId }) =>
      subjectKind === 'vehicle' || subjectKind === 'mission' ? [`${subjectKind} ${subjectId}`] : [],
    )
    .join('\n');
  useEffect(() => {
    if (asked === '') return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const nameOf = async (key: string): Promise<[string, string] | undefined> => {
      const [kind, id = ''] = key.split(' ');
      try {
        if (kind === 'vehicle') return [key, (await client.request('vehicles.get', { id }, { signal })).code];
        return [key, (await client.request('missions.get', { id }, { signal })).reference];
      } catch {
        // It is gone, or not there yet: its id is shown.
        return undefined;
      }
    };
    void Promise.all(asked.split('\n').map(nameOf)).then((found) => {
      if (!signal.aborted) setNames(new Map(found.filter((one) => one !== undefined)));
    });
    return () => controller.abort();
  }, [client, asked]);
  return ({ subjectKind, subjectId }) => names.get(`${subjectKind} ${subjectId}`) ?? subjectId;
}
