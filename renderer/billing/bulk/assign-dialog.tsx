import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { MissionRow } from '../../../shared/contract/index.ts';
import { refusalSentence } from '../../i18n/index.ts';
import { useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { useBillingCycleSearch, useThirdPartySearch } from '../editing/choices.ts';
import { useKeptEntry } from '../editing/use-kept-entry.ts';
import { RestoredNote } from '../rates/form-notes.tsx';
import { type Assignment, presentValues } from './assign.ts';
import { AssignPart, type PartChoice, partChoice } from './assign-part.tsx';
import { AssignProgress, AssignSummary, Foreseen } from './assign-report.tsx';
import { type ReadIds, useAssign, useForeseen } from './use-assign.ts';
import './assign-dialog.css';

const bothParts = z.object({ cycle: partChoice, party: partChoice });

interface AssignDialogProps {
  /** The ids of the missions that are assigned. */
  readIds: ReadIds;
  /** How many they are, as far as it is known. */
  expected: number;
  /** These could not be changed. */
  onDone: (refused: readonly MissionRow[]) => void;
  onClose: () => void;
}

/** Assigns the marked missions to a billing cycle, a third party, or both. */
export function AssignDialog({ readIds, expected, onDone, onClose }: AssignDialogProps) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const assign = useAssign(readIds, onDone);
  // Which missions are marked is not kept over a crash; what becomes of them is.
  const entry = useKeptEntry('assign-missions', bothParts, { cycle: { how: 'leave' }, party: { how: 'leave' } });
  const { cycle, party } = entry.values;
  const [isAttempted, setAttempted] = useState(false);
  const searchBillingCycles = useBillingCycleSearch();
  const searchThirdParties = useThirdPartySearch();
  const { step } = assign;
  const count = step.step === 'choosing' ? step.missions.length : expected;
  const isReady = [cycle, party].every((choice) => choice.how !== 'set' || choice.row !== null);
  const isNothing = cycle.how === 'leave' && party.how === 'leave';
  const to: Assignment = { ...partOf('billingCycleId', cycle), ...partOf('thirdPartyId', party) };
  const foreseen = useForeseen(
    step.step === 'choosing' ? step.missions : null,
    step.step === 'choosing' && isReady && !isNothing ? to : null,
  );
  const lacks = (choice: PartChoice) => isAttempted && choice.how === 'set' && choice.row === null;
  const missing = (field: string) => refusalSentence(t, { code: 'invalid-value', field });

  function run(): void {
    setAttempted(true);
    if (isReady && !isNothing) void assign.run(to);
  }
  function close(): void {
    entry.drop();
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
      <div className="assign" data-step={step.step}>
        {step.step === 'reading' ? (
          <p className="assign__present">
            {step.done === 0 ? t('edit.loading') : t('bulk.progress', { done: step.done, count: expected })}
          </p>
        ) : null}
        {step.step === 'unread' ? <p role="alert">{t('bulk.unread')}</p> : null}
        {step.step === 'choosing' ? (
          <>
            <RestoredNote form={entry} isNew />
            <AssignPart
              field="billingCycleId"
              label={t('bulk.field.cycle')}
              choice={cycle}
              onChange={(next) => entry.change({ cycle: next })}
              present={presentValues(step.missions, 'billingCycleLabel')}
              search={searchBillingCycles}
              error={lacks(cycle) ? missing('billingCycleId') : undefined}
            />
            <AssignPart
              field="thirdPartyId"
              label={t('bulk.field.third-party')}
              choice={party}
              onChange={(next) => entry.change({ party: next })}
              present={presentValues(step.missions, 'thirdPartyName')}
              search={searchThirdParties}
              error={lacks(party) ? missing('thirdPartyId') : undefined}
            />
            <Foreseen refused={foreseen} />
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
