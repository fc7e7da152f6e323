import { useTranslation } from 'react-i18next';
import { ALARM_KINDS, ALARM_PRIORITIES } from '../../../shared/domain/index.ts';
import { parseDecimal, useFormat, useLanguage } from '../../i18n/index.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { FilterChips } from '../../ui/choice-group.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PriorityShares } from '../figures/priority-shares.tsx';
import { useRecentFigures } from '../figures/use-figures.ts';
import { kindPart, type RuleDraft, type RuleFault } from './rule-draft.ts';
import { NUMBERS_OF_KIND, type Unit } from './rule-fields.ts';

export interface RulePartProps {
  draft: RuleDraft;
  /** What cannot be taken, once saving was tried. */
  faults: ReadonlySet<RuleFault>;
  isDisabled: boolean;
  change: (next: Partial<RuleDraft>) => void;
}

const UNITS: Readonly<Record<Unit, string>> = {
  seconds: 's',
  kilometresPerHour: 'km/h',
  metres: 'm',
};

/** Its name, what it looks for, and how urgent that is: with the shares that a control room should have. */
export function RuleBasics({ draft, faults, isDisabled, change }: RulePartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const figures = useRecentFigures();
  return (
    <>
      <TextField
        field="name"
        label={t('alarm.rule.name')}
        isRequired
        isDisabled={isDisabled}
        value={draft.name}
        onChange={(name) => change({ name })}
        {...(faults.has('name') ? { error: t('alarm.rule.wrong.name') } : {})}
      />
      <SelectField
        field="kind"
        label={t('alarm.rule.kind')}
        isDisabled={isDisabled}
        hint={t(`alarm.rule.help.${draft.kind}`)}
        choices={ALARM_KINDS.map((value) => ({
          value,
          label: t(`alarm.kind.${value}`),
        }))}
        value={draft.kind}
        onChange={(kind) => change({ ...kindPart(kind, language), fences: [] })}
      />
      <SelectField
        field="priority"
        label={t('alarm.filter.priority')}
        isDisabled={isDisabled}
        hint={t(`alarm.rule.help-priority.${draft.priority}`)}
        choices={ALARM_PRIORITIES.map((value) => ({
          value,
          label: t(`alarm.priority.${value}`),
        }))}
        value={draft.priority}
        onChange={(priority) => change({ priority })}
      />
      {figures === null ? null : <PriorityShares figures={figures} />}
    </>
  );
}

/** What a rule of its kind is told. */
export function RuleParameters({ draft, faults, isDisabled, change }: RulePartProps) {
  const { t } = useTranslation();
  return (
    <>
      {NUMBERS_OF_KIND[draft.kind].map(({ name, unit }) => (
        <NumberOfForm
          key={name}
          {...{ field: name, unit, isDisabled }}
          label={t(`alarm.rule.number.${name}`)}
          value={draft.numbers[name] ?? ''}
          onChange={(text) => change({ numbers: { ...draft.numbers, [name]: text } })}
          isWrong={faults.has(name)}
        />
      ))}
      {draft.kind === 'long-stop' ? (
        <ChoiceBox
          label={t('alarm.rule.on-mission-only')}
          isSelected={draft.onMissionOnly}
          onChange={(onMissionOnly) => change({ onMissionOnly })}
        />
      ) : null}
    </>
  );
}

/** What keeps it from chattering, and what explains it. */
export function RuleDelays({ draft, faults, isDisabled, change }: RulePartProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="rule-form__part">
      <legend>{t('alarm.rule.delays')}</legend>
      <div className="rule-form__halves">
        <NumberOfForm
          {...{ field: 'onDelay', unit: 'seconds', isDisabled }}
          label={t('alarm.rule.on-delay')}
          value={draft.onDelay}
          onChange={(onDelay) => change({ onDelay })}
          isWrong={faults.has('onDelay')}
        />
        <NumberOfForm
          {...{ field: 'offDelay', unit: 'seconds', isDisabled }}
          label={t('alarm.rule.off-delay')}
          value={draft.offDelay}
          onChange={(offDelay) => change({ offDelay })}
          isWrong={faults.has('offDelay')}
        />
      </div>
      <ChoiceBox
        label={t('alarm.rule.latched')}
        isSelected={draft.latched}
        onChange={(latched) => change({ latched })}
      />
      <TextField
        field="suppressionGroup"
        label={t('alarm.rule.group')}
        hint={t('alarm.rule.group-hint')}
        isDisabled={isDisabled}
        value={draft.suppressionGroup}
        onChange={(suppressionGroup) => change({ suppressionGroup })}
        {...(faults.has('group') ? { error: t('alarm.rule.wrong.group') } : {})}
      />
      <div>
        <span className="field__label" aria-hidden="true">
          {t('alarm.rule.explained-by')}
        </span>
        <FilterChips
          label={t('alarm.rule.explained-by')}
          choices={ALARM_KINDS.filter((kind) => kind !== draft.kind).map((value) => ({
            value,
            label: t(`alarm.kind.${value}`),
          }))}
          values={draft.suppressedByKinds.filter((kind) => kind !== draft.kind)}
          onChange={(suppressedByKinds) => change({ suppressedByKinds })}
        />
      </div>
    </fieldset>
  );
}

/** What whoever has the alarm before them is told. */
export function GuidanceFields({ draft, isDisabled, change }: RulePartProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextArea
        field="response"
        label={t('alarm.guidance.response')}
        hint={t('alarm.rule.response-hint')}
        isDisabled={isDisabled}
        value={draft.response}
        onChange={(response) => change({ response })}
      />
      <TextArea
        field="cause"
        label={t('alarm.guidance.cause')}
        isDisabled={isDisabled}
        value={draft.cause}
        onChange={(cause) => change({ cause })}
      />
    </>
  );
}

interface NumberProps {
  field: string;
  label: string;
  unit: Unit;
  value: string;
  isWrong: boolean;
  isDisabled: boolean;
  onChange: (text: string) => void;
}

/** A number with its unit; of many seconds it is said how long that is. */
function NumberOfForm({ field, label, unit, value, isWrong, isDisabled, onChange }: NumberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const seconds = unit === 'seconds' ? parseDecimal(value.trim(), language, 0) : undefined;
  return (
    <TextField
      {...{ field, label, value, onChange, isDisabled }}
      inputMode="decimal"
      align="end"
      unit={UNITS[unit]}
      {...(seconds !== undefined && seconds >= 60 ? { hint: format.duration(seconds * 1_000) } : {})}
      {...(isWrong ? { error: t(`alarm.rule.wrong.${unit}`) } : {})}
    />
  );
}
