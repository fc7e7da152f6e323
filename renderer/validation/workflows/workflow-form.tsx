import { useTranslation } from 'react-i18next';
import type { WorkflowDefinition } from '../../../shared/domain/index.ts';
import { FormTrouble, RestoredNote, SpecField, useSpecForm } from '../../billing/index.ts';
import { useClient } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { StepFields } from './step-fields.tsx';
import {
  enteredDefinition,
  type EnteredWorkflow,
  enteredWorkflow,
  newStep,
  specsOf,
  withoutStep,
} from './workflow-draft.ts';

/** As many steps as a definition may have. */
const MOST_STEPS = 5;

/** One definition: for whom it holds, from which amount on, and its steps in their order. */
export function WorkflowForm({
  workflow,
  isNew,
  mayChange,
  onSaved,
  onClose,
}: {
  workflow: WorkflowDefinition;
  isNew: boolean;
  mayChange: boolean;
  onSaved: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useClient();
  const form = useSpecForm({
    draftName: `workflow.${isNew ? 'new' : workflow.id}`,
    specs: specsOf,
    schema: enteredDefinition,
    initial: enteredWorkflow(workflow),
    save: (value) => client.request('workflows.write', { workflow: value }),
    onSaved,
  });
  const { steps } = form.base as EnteredWorkflow;
  const isDisabled = !mayChange;
  return (
    <form
      className="edit-form"
      data-testid="workflow-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (mayChange) void form.save();
      }}
    >
      <RestoredNote form={form} isNew={isNew} />
      <FormTrouble failure={form.failure} refused={form.refusedWhole} />
      <SpecField form={form} path="label" kind="required" label={t('edit.field.label')} isDisabled={isDisabled} />
      <SpecField
        form={form}
        path="subsidiary"
        kind="optional"
        label={t('workflow.field.subsidiary')}
        hint={t('workflow.hint.subsidiary')}
        half
        isDisabled={isDisabled}
      />
      <SpecField
        form={form}
        path="fromCents"
        kind="money"
        label={t('workflow.field.from')}
        hint={t('workflow.hint.from')}
        wrong={t('workflow.wrong.from')}
        half
        isDisabled={isDisabled}
      />
      {[...steps.entries()].map(([index, step]) => (
        <StepFields
          key={index}
          form={form}
          step={step}
          index={index}
          isDisabled={isDisabled}
          onChange={(changed) => form.choose({ steps: steps.with(index, changed) })}
          onRemove={
            mayChange && steps.length > 1
              ? () => form.arrange({ steps: steps.toSpliced(index, 1) }, withoutStep(index))
              : null
          }
        />
      ))}
      <div className="detail__actions">
        {mayChange && steps.length < MOST_STEPS ? (
          <TextButton onPress={() => form.choose({ steps: [...steps, newStep(t('workflow.new-step'))] })}>
            {t('workflow.add-step')}
          </TextButton>
        ) : null}
      </div>
      <div className="detail__actions">
        <TextButton onPress={onClose}>{t('workflow.back')}</TextButton>
        {form.isEntered ? (
          <TextButton
            quiet
            onPress={() => {
              form.discard();
              onClose();
            }}
          >
            {t('edit.discard')}
          </TextButton>
        ) : null}
        {mayChange ? (
          <TextButton main type="submit">
            {t(form.isSaving ? 'edit.saving' : 'edit.save')}
          </TextButton>
        ) : null}
      </div>
    </form>
  );
}
