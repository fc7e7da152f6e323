import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissionColumnKey, MissionRow } from '../../../shared/contract/index.ts';
import { refusalSentence, useFormat } from '../../i18n/index.ts';
import { useClient } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { AssignProgress, AssignSummary } from '../bulk/assign-report.tsx';
import { type AssignReport, changeAll, foreseeAll, type NotAssigned } from '../bulk/assign.ts';
import { reasonSentence } from '../editing/reason-sentence.ts';
import { useEditing } from '../editing/use-editing.ts';
import { useMissionColumns } from './columns.tsx';
import { namesIn, type PasteFault, type PastePlan, planPaste } from './paste-plan.ts';
import { lookUpNames } from './look-up-names.ts';

export interface Pasted {
  readonly cells: readonly (readonly string[])[];
  readonly missions: readonly MissionRow[];
  readonly columns: readonly MissionColumnKey[];
}

type Step =
  | { step: 'reading' }
  | { step: 'unread' }
  | { step: 'choosing'; plan: PastePlan; foreseen: readonly NotAssigned[] }
  | { step: 'running'; done: number; count: number }
  | { step: 'done'; report: AssignReport };

/** Lines that are shown of what would change and what would not. */
const MOST_LINES = 100;

/** What a paste would change, cell by cell, before it does; then what became of it. One undo takes all of it back. */
export function PasteDialog({ pasted, onClose }: { pasted: Pasted; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const editing = useEditing();
  const { language } = useFormat();
  const [step, setStep] = useState<Step>({ step: 'reading' });
  const [stopper] = useState(() => new AbortController());

  useEffect(() => {
    const controller = new AbortController();
    const { cells, missions, columns } = pasted;
    const read = async () => {
      const [thirdPartyId, billingCycleId] = await Promise.all([
        lookUpNames(client, 'thirdPartyId', namesIn(cells, columns, 'thirdPartyId'), controller.signal),
        lookUpNames(client, 'billingCycleId', namesIn(cells, columns, 'billingCycleId'), controller.signal),
      ]);
      const plan = planPaste(cells, { missions, columns, names: { thirdPartyId, billingCycleId }, language });
      return { plan, foreseen: await foreseeAll(client, plan.edits, controller.signal) };
    };
    read().then(
      (found) => {
        if (!controller.signal.aborted) setStep({ step: 'choosing', ...found });
      },
      () => {
        if (!controller.signal.aborted) setStep({ step: 'unread' });
      },
    );
    return () => controller.abort();
  }, [client, pasted, language]);
  useEffect(() => () => stopper.abort(), [stopper]);

  const cells = step.step === 'choosing' ? step.plan.changes.length : 0;

  async function run(plan: PastePlan): Promise<void> {
    const count = plan.edits.length;
    setStep({ step: 'running', done: 0, count });
    const onProgress = (done: number) => setStep({ step: 'running', done, count });
    setStep({ step: 'done', report: await changeAll(editing, plan.edits, onProgress, stopper.signal) });
  }

  return (
    <Sheet
      testId="paste-dialog"
      title={t('paste.title')}
      isOpen
      onClose={onClose}
      foot={
        <>
          {step.step === 'running' ? <TextButton onPress={() => stopper.abort()}>{t('bulk.stop')}</TextButton> : null}
          <TextButton onPress={onClose}>{t(step.step === 'done' ? 'edit.close' : 'edit.cancel')}</TextButton>
          {step.step === 'choosing' && cells > 0 ? (
            <TextButton main onPress={() => void run(step.plan)}>
              {t('paste.run', { count: cells })}
            </TextButton>
          ) : null}
        </>
      }
    >
      <div className="assign" data-step={step.step}>
        {step.step === 'reading' ? <p className="assign__present">{t('edit.loading')}</p> : null}
        {step.step === 'unread' ? <p role="alert">{t('bulk.unread')}</p> : null}
        {step.step === 'choosing' ? <PastePreview {...step} /> : null}
        {step.step === 'running' ? <AssignProgress done={step.done} count={step.count} /> : null}
        {step.step === 'done' ? <AssignSummary report={step.report} /> : null}
      </div>
    </Sheet>
  );
}

function PastePreview({ plan, foreseen }: { plan: PastePlan; foreseen: readonly NotAssigned[] }) {
  const { t } = useTranslation();
  const columns = useMissionColumns();
  const { changes, faults, same, beyond } = plan;
  return (
    <>
      <output className="assign__report">
        <p data-changes={changes.length}>
          <StatusMark severity="notice" />
          {t('paste.changes', { count: changes.length })}
        </p>
        {same > 0 ? <p data-same={same}>{t('paste.same', { count: same })}</p> : null}
        {beyond > 0 ? <p data-beyond={beyond}>{t('paste.beyond', { count: beyond })}</p> : null}
        {faults.length > 0 ? (
          <p data-faults={faults.length}>
            <StatusMark severity="warning" />
            {t('paste.faults', { count: faults.length })}
          </p>
        ) : null}
        {foreseen.length > 0 ? (
          <p data-foreseen={foreseen.length}>
            <StatusMark severity="warning" />
            {t('paste.foreseen', { count: foreseen.length })}
          </p>
        ) : null}
      </output>
      <ul className="assign__refused" aria-label={t('paste.cells')}>
        {faults.slice(0, MOST_LINES).map((cell) => (
          <li key={`${cell.mission.id} ${cell.column}`} data-fault={cell.fault?.why}>
            <strong>{cell.mission.reference}</strong> {columns[cell.column].header}: “{cell.text}”{' '}
            {cell.fault === null ? null : <FaultText fault={cell.fault} />}
          </li>
        ))}
        {foreseen.slice(0, MOST_LINES).map(({ mission, why }) => (
          <li key={mission.id}>
            <strong>{mission.reference}</strong> {why.result === 'stale' ? t('bulk.stale') : reasonSentence(t, why)}
          </li>
        ))}
        {changes.slice(0, MOST_LINES).map((cell) => (
          <li key={`${cell.mission.id} ${cell.column}`}>
            <strong>{cell.mission.reference}</strong> {columns[cell.column].header}:{' '}
            {columns[cell.column].render(cell.mission)} → {cell.text === '' ? t('edit.none') : cell.text}
          </li>
        ))}
      </ul>
    </>
  );
}

function FaultText({ fault }: { fault: PasteFault }) {
  const { t } = useTranslation();
  return <>{fault.why === 'refused' ? refusalSentence(t, fault.refusal) : t(`paste.fault.${fault.why}`)}</>;
}
