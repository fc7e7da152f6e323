import { useTranslation } from 'react-i18next';
import type { WorkflowDefinition, WorkflowStep } from '../../../shared/domain/index.ts';
import { formatDecimal, useFormat } from '../../i18n/index.ts';
import { TextButton } from '../../ui/button.tsx';

/** The definitions, and what holds where there is none. */
export function WorkflowTable({
  workflows,
  onOpen,
  onRemove,
}: {
  workflows: readonly WorkflowDefinition[];
  onOpen: (workflow: WorkflowDefinition) => void;
  /** Null: this person may not. */
  onRemove: ((workflow: WorkflowDefinition) => void) | null;
}) {
  const { t } = useTranslation();
  const { language } = useFormat();
  if (workflows.length === 0) return <p data-testid="no-workflows">{t('workflow.none')}</p>;
  return (
    <table className="figures figures--texts" data-testid="workflow-table">
      <thead>
        <tr>
          <th scope="col">{t('edit.field.label')}</th>
          <th scope="col">{t('workflow.field.subsidiary')}</th>
          <th scope="col">{t('workflow.field.from')}</th>
          <th scope="col">{t('workflow.steps')}</th>
          {onRemove === null ? null : (
            <th scope="col">
              <span className="visually-hidden">{t('rates.actions')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {workflows.map((workflow) => (
          <tr key={workflow.id} data-workflow={workflow.label}>
            <td>
              <TextButton quiet onPress={() => onOpen(workflow)}>
                {workflow.label}
              </TextButton>
            </td>
            <td>{workflow.subsidiary ?? t('workflow.every-subsidiary')}</td>
            <td>{formatDecimal(workflow.fromCents, language, 2, 2)}</td>
            <td>
              <ol className="workflow-steps">
                {[...workflow.steps.entries()].map(([place, step]) => (
                  <li key={place}>
                    <StepWords step={step} />
                  </li>
                ))}
              </ol>
            </td>
            {onRemove === null ? null : (
              <td>
                <TextButton
                  quiet
                  aria-label={t('workflow.remove-of', { label: workflow.label })}
                  onPress={() => onRemove(workflow)}
                >
                  {t('edit.remove')}
                </TextButton>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StepWords({ step: { label, deciders, quorum, dueHours } }: { step: WorkflowStep }) {
  const { t } = useTranslation();
  const who = [...deciders.roles.map((role) => t(`session.role.${role}`)), ...deciders.subjects];
  return (
    <>
      {label}: {t('workflow.step-words', { count: quorum, who: who.join(', '), hours: dueHours })}
    </>
  );
}
