import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissionRow } from '../../../shared/contract/index.ts';
import { refusalSentence } from '../../i18n/index.ts';
import { useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { useBillingCycleSearch, useThirdPartySearch } from '../editing/choices.ts';
import { type Assignment, presentValues } from './assign.ts';
import { AssignPart, type PartChoice } from './assign-part.tsx';
import { AssignProgress, AssignSummary } from './assign-report.tsx';
import { useAssign } from './use-assign.ts';
import './assign-dialog.css';

interface AssignDialogProps {
  marked: readonly MissionRow[];
  /** These could not be changed. */
  onDone: (refused: readonly MissionRow[]) => void;
  onClose: () => void;
}

/** Assigns the marked missions to a billing cycle, a third party, or both. */
export function AssignDialog({ marked, onDone, onClose }: AssignDialogProps) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const assign = useAssign(marked, onDone);
  const [cycle, setCycle] = useState<PartChoice>({ how: 'leave' });
  const [party, setParty] = useState<PartChoice>({ how: 'leave' });
  const [isAttempted, setAttempted] = useState(false);
  const searchBillingCycles = useBillingCycleSearch();
  const searchThirdParties = useThirdPartySearch();
  const { step } = assign;
  const body = useRef<HTMLDivElement>(null);
  // The button that led on is gone: the focus would be nowhere, and Escape with it.
  useEffect(() => {
    if (step.step === 'reading') return;
    const dialog = body.current?.closest<HTMLElement>('[role="dialog"]');
    if (dialog !== null && dialog !== undefined && !dialog.contains(document.activeElement)) dialog.focus();
  }, [step.step]);
  const count = step.step === 'choosing' ? step.missions.length : marked.length;
  const isReady = [cycle, party].every((choice) => choice.how !== 'set' || choice.row !== null);
  const isNothing = cycle.how === 'leave' && party.how === 'leave';
  const lacks = (choice: PartChoice) => isAttempted && choice.how === 'set' && choice.row === null;
  const missing = (field: string) => refusalSentence(t, { code: 'invalid-value', field });

  function run(): void {
    setAttempted(true);
    if (isReady && !isNothing)
      void assign.run({ ...partOf('billingCycleId', cycle), ...partOf('thirdPartyId', party) });
  }
  function close(): void {
    assign.stop();
    onClose();
  }

  return (
    <Sheet
      testId="assign-dialog"
      title={t('bulk.title', { count })}
      isOpen
      onClose={close}
      foot={
        <>
          {step.step === 'choosing' && isAttempted && isNothing ? (
            <p className="edit-foot__note" role="alert">
              {t('bulk.choose')}
            </p>
          ) : null}
          {step.step === 'running' ? <TextButton onPress={assign.stop}>{t('bulk.stop')}</TextButton> : null}
          {step.step === 'done' && step.report.refused.length > 0 ? (
            <TextButton
              onPress={() => {
                setAttempted(false);
                assign.again(step.report.refused.map(({ mission }) => mission));
              }}
            >
              {t('bulk.again')}
            </TextButton>
          ) : null}
          <TextButton onPress={close}>{t(step.step === 'done' ? 'edit.close' : 'edit.cancel')}</TextButton>
          {step.step === 'choosing' ? (
            <TextButton main onPress={run}>
              {t('bulk.run', { count })}
            </TextButton>
          ) : null}
        </>
      }
    >
      <div ref={body} className="assign" data-step={step.step}>
        {step.step === 'reading' ? <p className="assign__present">{t('edit.loading')}</p> : null}
        {step.step === 'unread' ? <p role="alert">{t('bulk.unread')}</p> : null}
        {step.step === 'choosing' ? (
          <>
            <AssignPart
              field="billingCycleId"
              label={t('bulk.field.cycle')}
              choice={cycle}
              onChange={setCycle}
              present={presentValues(step.missions, 'billingCycleLabel')}
              search={searchBillingCycles}
              error={lacks(cycle) ? missing('billingCycleId') : undefined}
            />
            <AssignPart
              field="thirdPartyId"
              label={t('bulk.field.third-party')}
              choice={party}
              onChange={setParty}
              present={presentValues(step.missions, 'thirdPartyName')}
              search={searchThirdParties}
              error={lacks(party) ? missing('thirdPartyId') : undefined}
            />
          </>
        ) : null}
        {step.step === 'running' ? <AssignProgress done={step.done} count={step.count} /> : null}
        {step.step === 'done' ? (
          <AssignSummary
            report={step.report}
            onShow={({ id }) => {
              selection.select({ panel: 'missions', id });
              close();
            }}
          />
        ) : null}
      </div>
    </Sheet>
  );
}

function partOf(field: keyof Assignment, choice: PartChoice): Assignment {
  if (choice.how === 'leave') return {};
  return { [field]: choice.how === 'set' ? (choice.row?.id ?? null) : null };
}
