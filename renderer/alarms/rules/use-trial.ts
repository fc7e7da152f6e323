import { useCallback, useEffect, useRef, useState } from 'react';
import type { WrittenAlarmRule } from '../../../shared/api/index.ts';
import type { RuleTrialOutcome } from '../../../shared/contract/index.ts';
import type { AlarmRule, Refusal } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { useClient } from '../../stores/services.tsx';

export type TrialState =
  | { readonly state: 'none' | 'trying' }
  | ({ readonly state: 'tried' } & Extract<RuleTrialOutcome, { result: 'tried' }>)
  | { readonly state: 'refused'; readonly reason: Refusal }
  /** `code`: of the failure, such as that no server is there. */
  | { readonly state: 'failed'; readonly code: string };

/** A day of a large fleet is gone through in some tens of seconds. */
const PATIENCE_MS = 180_000;

/** Tries a rule on what was recorded, here or by the server. Asked again, the question before is dropped. */
export function useTrial(): {
  readonly answer: TrialState;
  readonly run: (rule: WrittenAlarmRule, minutes: number, on?: 'any' | 'server') => void;
} {
  const client = useClient();
  const [answer, setAnswer] = useState<TrialState>({ state: 'none' });
  const asking = useRef<AbortController>(undefined);
  useEffect(() => () => asking.current?.abort(), []);
  const run = useCallback(
    (rule: WrittenAlarmRule, minutes: number, on: 'any' | 'server' = 'any') => {
      asking.current?.abort();
      const controller = new AbortController();
      asking.current = controller;
      const tell = (next: TrialState) => {
        if (!controller.signal.aborted) setAnswer(next);
      };
      setAnswer({ state: 'trying' });
      const options = { signal: controller.signal, timeoutMs: PATIENCE_MS };
      client.request('alarmRules.trial', { rule, minutes, on }, options).then(
        (told) =>
          tell(told.result === 'tried' ? { ...told, state: 'tried' } : { state: 'refused', reason: told.reason }),
        (error: unknown) =>
          tell({
            state: 'failed',
            code: error instanceof RpcError ? error.code : 'internal',
          }),
      );
    },
    [client],
  );
  return { answer, run };
}

/** A rule that is there, as one that somebody writes. */
export function writtenRule(rule: AlarmRule): WrittenAlarmRule {
  const { name, priority, state, parameters, scope, onDelaySeconds, offDelaySeconds, latched } = rule;
  const { suppressionGroup, suppressedByKinds, guidance } = rule;
  return {
    ...{
      name,
      priority,
      state,
      parameters,
      scope,
      onDelaySeconds,
      offDelaySeconds,
      latched,
    },
    ...{ suppressionGroup, suppressedByKinds, guidance },
  };
}
