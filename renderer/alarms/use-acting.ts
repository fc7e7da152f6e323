import { useCallback, useMemo } from 'react';
import { MOST_ALARMS_AT_ONCE } from '../../shared/contract/index.ts';
import { type AlarmAction, type FieldValues, mayDo } from '../../shared/domain/index.ts';
import { RpcError } from '../../shared/rpc/index.ts';
import type { EditOutcome } from '../billing/index.ts';
import { knownErrorCode } from '../i18n/index.ts';
import { useClient, useSession } from '../stores/services.tsx';

/** Acts on alarms: one answer for each, in their order. Failures come as answers, never thrown. */
export type ActOnAlarms = (
  ids: readonly string[],
  action: AlarmAction,
  parameters?: FieldValues,
) => Promise<readonly EditOutcome[]>;

export function useActOnAlarms(): ActOnAlarms {
  const client = useClient();
  return useCallback(
    async (ids, action, parameters = {}) => {
      const outcomes: EditOutcome[] = [];
      for (let first = 0; first < ids.length; first += MOST_ALARMS_AT_ONCE) {
        const part = ids.slice(first, first + MOST_ALARMS_AT_ONCE);
        try {
          const { results } = await client.request('alarms.act', { ids: part, action, parameters: { ...parameters } });
          outcomes.push(...results);
        } catch (error) {
          const code = knownErrorCode(error instanceof RpcError ? error.code : 'internal');
          outcomes.push(...part.map(() => ({ result: 'failed' as const, code })));
        }
      }
      return outcomes;
    },
    [client],
  );
}

/** Whether it is of use to offer actions, and changes of rules: the server decides on each. */
export function useAlarmRights(): { readonly mayAct: boolean; readonly mayWriteRules: boolean } {
  const roles = useSession(({ session }) => session?.person?.roles ?? null);
  return useMemo(
    () => ({ mayAct: mayDo(roles, 'alarm', 'action'), mayWriteRules: mayDo(roles, 'alarm-rule', 'edit') }),
    [roles],
  );
}
