import { useEffect, useRef, useState } from 'react';
import type { MissionRow } from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { WindowClient } from '../../connection/index.ts';
import { useClient } from '../../stores/services.tsx';
import { useEditing } from '../editing/use-editing.ts';
import { type Assignment, type AssignReport, assignAll } from './assign.ts';

export type AssignStep =
  | { readonly step: 'reading' }
  | { readonly step: 'unread' }
  | { readonly step: 'choosing'; readonly missions: readonly MissionRow[] }
  | { readonly step: 'running'; readonly done: number; readonly count: number }
  | { readonly step: 'done'; readonly report: AssignReport };

/** Missions that are read at a time. */
const AT_A_TIME = 16;

/**
 * The way through an assignment: the missions are first read as they are now, so that the person sees what they change, and
 * what somebody else changes from then on is noticed.
 */
export function useAssign(marked: readonly MissionRow[], onDone: (refused: readonly MissionRow[]) => void) {
  const client = useClient();
  const editing = useEditing();
  const [step, setStep] = useState<AssignStep>({ step: 'reading' });
  // Marks may change underneath: the missions are those that were marked when this began.
  const [asked, setAsked] = useState(() => marked.map(({ id }) => id));
  const stopper = useRef(new AbortController());

  useEffect(() => {
    const controller = new AbortController();
    const read = async () => {
      const missions: MissionRow[] = [];
      for (let first = 0; first < asked.length; first += AT_A_TIME) {
        const ids = asked.slice(first, first + AT_A_TIME);
        const { signal } = controller;
        const found = await Promise.all(ids.map((id) => readMission(client, id, signal)));
        missions.push(...found.filter((mission) => mission !== null));
      }
      return missions;
    };
    read().then(
      (missions) => {
        if (!controller.signal.aborted) setStep({ step: 'choosing', missions });
      },
      () => {
        if (!controller.signal.aborted) setStep({ step: 'unread' });
      },
    );
    return () => controller.abort();
  }, [client, asked]);
  // A dialog that is closed stops what it began: what was changed until then is told and can be undone.
  useEffect(() => () => stopper.current.abort(), []);

  return {
    step,
    async run(to: Assignment): Promise<void> {
      if (step.step !== 'choosing') return;
      const { missions } = step;
      stopper.current = new AbortController();
      const count = missions.length;
      setStep({ step: 'running', done: 0, count });
      const report = await assignAll(
        editing,
        missions,
        to,
        (done) => setStep({ step: 'running', done, count }),
        stopper.current.signal,
      );
      setStep({ step: 'done', report });
      onDone(report.refused.map(({ mission }) => mission));
    },
    stop: () => stopper.current.abort(),
    /** Reads these anew, to choose again. */
    again(missions: readonly MissionRow[]): void {
      setStep({ step: 'reading' });
      setAsked(missions.map(({ id }) => id));
    },
  };
}

/** Null: it was removed since it was marked. */
async function readMission(client: WindowClient, id: string, signal: AbortSignal): Promise<MissionRow | null> {
  try {
    return await client.request('missions.get', { id }, { signal });
  } catch (error) {
    if (error instanceof RpcError && error.code === 'not-found') return null;
    throw error;
  }
}
