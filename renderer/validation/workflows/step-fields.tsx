import { useTranslation } from 'react-i18next';
import { type Deciders, PEOPLE, type Role } from '../../../shared/domain/index.ts';
import { SpecField, type SpecForm } from '../../billing/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { EnteredStep } from './workflow-draft.ts';

interface StepFieldsProps {
  form: SpecForm;
  step: EnteredStep;
  index: number;
  isDisabled: boolean;
  onChange: (step: EnteredStep) => void;
  /** Null: it is the only one, or nothing may be changed. */
  onRemove: (() => void) | null;
}

/** One step: who decides, how many of them, by when, and who may decide as well once it is overdue. */
export function StepFields({ form, step, index, isDisabled, onChange, onRemove }: StepFieldsProps) {
  const { t } = useTranslation();
  const path = `steps.${index}`;
  const isNobody = form.faultOf(`${path}.deciders`) !== undefined;
  const number = (name: 'quorum' | 'dueHours' | 'remindHours') => (
    <SpecField
      form={form}
      path={`${path}.${name}`}
      kind="whole"
      label={t(`workflow.field.${name}`)}
      wrong={t(`workflow.wrong.${name}`)}
      half
      isDisabled={isDisabled}
    />
  );
  return (
    <fieldset className="workflow-step" data-step={index}>
      <legend>{t('workflow.step', { number: index + 1 })}</legend>
      <div className="edit-form">
        <SpecField
          form={form}
          path={`${path}.label`}
          kind="required"
          label={t('workflow.field.step-label')}
          half
          isDisabled={isDisabled}
        />
        {number('quorum')}
        {number('dueHours')}
        {number('remindHours')}
        <Who
          title={t('workflow.field.deciders')}
          value={step.deciders}
          isDisabled={isDisabled}
          onChange={(deciders) => onChange({ ...step, deciders })}
        />
        {isNobody ? (
          <p className="field__error" role="alert">
            <StatusMark severity="alarm" />
            {t('workflow.wrong.deciders')}
          </p>
        ) : null}
        <SpecField
          form={form}
          path={`${path}.deciders.subjects`}
          kind="lines"
          label={t('workflow.field.people')}
          hint={t('workflow.hint.people')}
          wrong={t('workflow.wrong.people')}
          isDisabled={isDisabled}
        />
        <Who
          title={t('workflow.field.escalate')}
          value={step.escalateTo}
          isDisabled={isDisabled}
          onChange={(escalateTo) => onChange({ ...step, escalateTo })}
        />
        <SpecField
          form={form}
          path={`${path}.escalateTo.subjects`}
          kind="lines"
          label={t('workflow.field.escalate-people')}
          hint={t('workflow.hint.people')}
          wrong={t('workflow.wrong.people')}
          isDisabled={isDisabled}
        />
        {onRemove === null ? null : (
          <div className="detail__actions">
            <TextButton aria-label={t('workflow.remove-step', { number: index + 1 })} onPress={onRemove}>
              {t('edit.remove')}
            </TextButton>
          </div>
        )}
      </div>
    </fieldset>
  );
}

/** Roles, of those that people have. */
function Who({
  title,
  value,
  isDisabled,
  onChange,
}: {
  title: string;
  value: Deciders;
  isDisabled: boolean;
  onChange: (value: Deciders) => void;
}) {
  const { t } = useTranslation();
  const toggle = (role: Role, isChosen: boolean) => {
    const others = value.roles.filter((one) => one !== role);
    onChange({ ...value, roles: isChosen ? [...others, role] : others });
  };
  return (
    <fieldset className="workflow-step__who">
      <legend className="field__label">{title}</legend>
      {PEOPLE.map((role) => (
        <ChoiceBox
          key={role}
          label={t(`session.role.${role}`)}
          isSelected={value.roles.includes(role)}
          isDisabled={isDisabled}
          onChange={(isChosen) => toggle(role, isChosen)}
        />
      ))}
    </fieldset>
  );
}
