import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldEdits } from '../../../shared/api/index.ts';
import type { AlarmRuleRow } from '../../../shared/contract/index.ts';
import { type EditOutcome, reasonSentence, RestoredNote, useEditing, useKeptEntry } from '../../billing/index.ts';
import { useLanguage } from '../../i18n/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { draftOf, fieldsOfRule, newDraft, type RuleDraft, readDraft, ruleDraft } from './rule-draft.ts';
import { GuidanceFields, RuleBasics, RuleDelays, RuleParameters } from './rule-form-parts.tsx';
import { RuleScope } from './rule-scope.tsx';
import { TrialAnswer } from './trial-answer.tsx';
import { useTrial, writtenRule } from './use-trial.ts';

/** For how long back a rule is tried, minutes. */
const TRIALS = [60, 480, 1_440] as const;

interface RuleFormProps {
  /** Null: a new one. */
  rule: AlarmRuleRow | null;
  /** False: it can be read, and tried. */
  mayWrite: boolean;
  onClose: () => void;
}

/** A rule: what it looks for, where, with which delays, and what it tells the operator. It can be tried before it is kept. */
export function RuleForm({ rule, mayWrite, onClose }: RuleFormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const editing = useEditing();
  const entry = useKeptEntry(
    mayWrite ? `alarm-rule.${rule?.id ?? 'new'}` : null,
    ruleDraft,
    rule === null ? newDraft(language) : draftOf(rule, language),
  );
  const draft = entry.values;
  const [isAttempted, setAttempted] = useState(false);
  const [problem, setProblem] = useState<Exclude<EditOutcome, { result: 'kept' }> | null>(null);
  const [minutes, setMinutes] = useState<number>(TRIALS[0]);
  const trial = useTrial();
  const reading = readDraft(draft, language);
  const faults = isAttempted && reading.result === 'wrong' ? reading.faults : new Set<never>();
  const parts = {
    draft,
    faults,
    isDisabled: !mayWrite,
    change: (next: Partial<RuleDraft>) => entry.change(next),
  };

  async function save(): Promise<void> {
    setAttempted(true);
    if (reading.result === 'wrong') return;
    const fields = fieldsOfRule(reading.rule);
    const outcome =
      rule === null
        ? await editing.create('alarm-rule', { ...fields, state: 'draft' }, reading.rule.name)
        : await editing.patch('alarm-rule', rule.id, editsFrom(rule, fields), reading.rule.name);
    if (outcome.result !== 'kept') return setProblem(outcome);
    entry.drop();
    onClose();
  }
  return (
    <Sheet
      testId="rule-form"
      title={rule?.name ?? t('alarm.rule.new')}
      kind={t('alarm.rule.kind-of-record')}
      side
      isOpen
      onClose={onClose}
      foot={
        <>
          {mayWrite && entry.isEntered ? (
            <TextButton
              quiet
              onPress={() => {
                entry.drop();
                onClose();
              }}
            >
              {t('edit.discard')}
            </TextButton>
          ) : null}
          <TextButton onPress={onClose}>{t('edit.close')}</TextButton>
          {mayWrite ? (
            <TextButton main type="submit" form="rule-form">
              {t('edit.save')}
            </TextButton>
          ) : null}
        </>
      }
    >
      <form
        id="rule-form"
        className="edit-form rule-form"
        noValidate
        autoComplete="off"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void save();
        }}
      >
        <RestoredNote form={entry} isNew={rule === null} />
        {rule?.state === 'live' ? (
          <p className="trial__warning">
            <StatusMark severity="warning" />
            {t('alarm.rule.is-live')}
          </p>
        ) : null}
        <div role="alert">
          {problem === null ? null : (
            <p className="trial__warning">
              <StatusMark severity="warning" />
              {reasonSentence(t, problem)}
            </p>
          )}
          {faults.size === 0 ? null : (
            <p className="trial__warning">
              <StatusMark severity="warning" />
              {t('alarm.rule.faults', { count: faults.size })}
            </p>
          )}
        </div>
        <RuleBasics {...parts} />
        <RuleParameters {...parts} />
        <RuleScope {...parts} />
        <RuleDelays {...parts} />
        <GuidanceFields {...parts} />
        <fieldset className="rule-form__part">
          <legend>{t('alarm.trial.title')}</legend>
          <div className="rule-form__row">
            <ChoiceGroup
              label={t('alarm.trial.minutes')}
              choices={TRIALS.map((each) => ({
                value: String(each),
                label: t('alarm.hide.hours', { count: each / 60 }),
              }))}
              value={String(minutes)}
              onChange={(value) => setMinutes(Number(value))}
            />
            <TextButton
              data-testid="try-rule"
              onPress={() => {
                setAttempted(true);
                if (reading.result === 'ok') trial.run(reading.rule, minutes);
              }}
            >
              {t('alarm.trial.try')}
            </TextButton>
          </div>
          <TrialAnswer answer={trial.answer} />
        </fieldset>
      </form>
    </Sheet>
  );
}

/** What was changed, from what the form began with. */
function editsFrom(rule: AlarmRuleRow, fields: ReturnType<typeof fieldsOfRule>): FieldEdits {
  const before = fieldsOfRule(writtenRule(rule));
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, to]) =>
      before[field] === to ? [] : [[field, { from: before[field] ?? null, to }]],
    ),
  );
}
