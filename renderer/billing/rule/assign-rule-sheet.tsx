import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { BillingCycleRow } from '../../../shared/contract/index.ts';
import { MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { FilterChips } from '../../ui/choice-group.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { RowCombo } from '../../ui/row-combo.tsx';
import { useThirdPartySearch } from '../editing/choices.ts';
import { RestoredNote } from '../rates/form-notes.tsx';
import { RuleDone, RulePreview } from './rule-report.tsx';
import { useRule } from './use-rule.ts';
import './rule.css';

/** Brings missions into a cycle by a rule, which says before what it will do. */
export function AssignRuleSheet({ cycle, onClose }: { cycle: BillingCycleRow; onClose: () => void }) {
  const { t } = useTranslation();
  const ruling = useRule(cycle);
  const { draft, set, faults, preview, step } = ruling;
  const search = useThirdPartySearch();
  const body = useRef<HTMLDivElement>(null);
  // The button that led on is gone: the focus would be nowhere, and Escape with it.
  useEffect(() => {
    if (step.step === 'choosing') return;
    const dialog = body.current?.closest<HTMLElement>('[role="dialog"]');
    if (dialog != null && !dialog.contains(document.activeElement)) dialog.focus();
  }, [step.step]);
  const close = () => {
    ruling.stop();
    onClose();
  };
  const count = preview.state === 'ready' ? preview.value.missions : 0;
  const canRun = step.step === 'choosing' && preview.state === 'ready' && count > 0;
  return (
    <Sheet
      testId="assign-rule"
      title={t('rule.title')}
      kind={cycle.label}
      side
      isOpen
      onClose={close}
      foot={
        <>
          <TextButton onPress={close}>{t(step.step === 'done' ? 'edit.close' : 'edit.cancel')}</TextButton>
          {step.step === 'done' ? null : (
            <TextButton main isDisabled={!canRun} onPress={() => void ruling.run()}>
              {step.step === 'running' ? t('rule.running') : t('rule.run', { count })}
            </TextButton>
          )}
        </>
      }
    >
      <div ref={body} className="rule" data-step={step.step}>
        {step.step === 'done' ? (
          <RuleDone result={step.result} currency={cycle.currency} />
        ) : (
          <>
            <form
              className="edit-form"
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                if (canRun) void ruling.run();
              }}
            >
              <RestoredNote form={ruling.kept} />
              <RowCombo
                field="thirdPartyId"
                label={t('rule.party')}
                hint={t('rule.party-hint')}
                value={draft.party}
                onChange={(party) => set({ party })}
                search={search}
              />
              <ChoiceBox
                label={t('rule.without-party')}
                isSelected={draft.withoutParty}
                onChange={(withoutParty) => set({ withoutParty })}
              />
              {(['from', 'to'] as const).map((field) => (
                <div key={field} className="edit-form__half">
                  <DateField
                    field={field}
                    label={t(`rule.${field}`)}
                    hint={t('edit.hint.date')}
                    isRequired
                    value={draft[field]}
                    typed={draft.typed[field]}
                    onChange={(day) => set({ [field]: day, typed: { ...draft.typed, [field]: undefined } })}
                    onTyped={(text) => set({ [field]: null, typed: { ...draft.typed, [field]: text } })}
                    error={faults[field] === undefined ? undefined : t(`rule.${faults[field]}`)}
                  />
                </div>
              ))}
              <div className="rule__statuses">
                <p className="field__label">{t('rule.statuses')}</p>
                <FilterChips
                  label={t('rule.statuses')}
                  choices={MISSION_STATUSES.map((value) => ({ value, label: t(`mission.status.${value}`) }))}
                  values={draft.statuses}
                  onChange={(statuses) => set({ statuses })}
                />
                {faults.statuses === undefined ? null : <p role="alert">{t('rule.statuses-missing')}</p>}
              </div>
              <p className="rule__currency">{t('rule.currency', { currency: cycle.currency })}</p>
            </form>
            <RulePreview
              preview={preview}
              currency={cycle.currency}
              failure={step.step === 'failed' ? step.code : null}
            />
          </>
        )}
      </div>
    </Sheet>
  );
}
