import { useEffect, useRef, useState } from 'react';
import { MAX_WINDOW_ROWS, type MissionRow } from '../../../shared/contract/index.ts';
import type { WindowClient } from '../../connection/index.ts';
import { useClient } from '../../stores/services.tsx';
import { useEditing } from '../editing/use-editing.ts';
import { type Assignment, type AssignReport, assignAll, changesFor, foreseeAll, type NotAssigned } from './assign.ts';

export type AssignStep =
  | { readonly step: 'reading'; readonly done: number }
  | { readonly step: 'unread' }
  | { readonly step: 'choosing'; readonly missions: readonly MissionRow[] }
  | { readonly step: 'running'; readonly done: number; readonly count: number }
  | { readonly step: 'done'; readonly report: AssignReport };

/** The ids of the missions that are to be assigned. */
export type ReadIds = (signal: AbortSignal) => Promise<readonly string[]>;

/**
 * The way through an assignment: the missions are first read as they are now, so that the person sees what they change, and
 * what somebody else changes from then on is noticed.
 */
export function useAssign(readIds: ReadIds, onDone: (refused: readonly MissionRow[]) => void) {
  const client = useClient();
  const editing = useEditing();
  const [step, setStep] = useState<AssignStep>({ step: 'reading', done: 0 });
  // Marks may change underneath: the missions are those that were chosen when this began.
  const [asked, setAsked] = useState<ReadIds>(() => readIds);
  const stopper = useRef(new AbortController());

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const read = async () => {
      const ids = await asked(signal);
      const missions: MissionRow[] = [];
      for (let first = 0; first < ids.length; first += MAX_WINDOW_ROWS) {
        const part = ids.slice(first, first + MAX_WINDOW_ROWS);
        // One that was removed since is not among them.
        missions.push(...(await client.request('missions.rows', { ids: part }, { signal })).rows);
        setStep({ step: 'reading', done: missions.length });
      }
      return missions;
    };
    read().then(
      (missions) => {
        if (!signal.aborted) setStep({ step: 'choosing', missions });
      },
      () => {
        if (!signal.aborted) setStep({ step: 'unread' });
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
      setStep({ step: 'reading', done: 0 });
      const ids = missions.map(({ id }) => id);
      setAsked(() => async () => ids);
    },
  };
}

/** What would be refused if it were run now; null while that is being found out, or nothing is chosen. */
export function useForeseen(
  missions: readonly MissionRow[] | null,
  to: Assignment | null,
): readonly NotAssigned[] | null {
  const client = useClient();
  const [found, setFound] = useState<{ key: string; refused: readonly NotAssigned[] } | null>(null);
  const key = to === null ? '' : JSON.stringify(to);
  useEffect(() => {
    if (missions === null || key === '') return undefined;
    const controller = new AbortController();
    foreseen(client, missions, JSON.parse(key) as Assignment, controller.signal).then(
      (refused) => {
        if (!controller.signal.aborted) setFound({ key, refused });
      },
      // It is only a look ahead: the run itself tells what stands in the way.
      () => undefined,
    );
    return () => controller.abort();
  }, [client, missions, key]);
  return found !== null && found.key === key ? found.refused : null;
}

function foreseen(client: WindowClient, missions: readonly MissionRow[], to: Assignment, signal: AbortSignal) {
  return foreseeAll(client, changesFor(missions, to), signal);
}
