import { type FormEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalSentence, useFormat } from '../../i18n/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { type Severity, StatusMark } from '../../ui/status-mark.tsx';
import { isDirty } from './form-state.ts';
import { reasonSentence } from './reason-sentence.ts';
import type { EditForm } from './use-edit-form.ts';
import './edit-sheet.css';

interface EditSheetProps {
  testId: string;
  title: string;
  kind: string;
  form: EditForm;
  /** Somebody removed the row. */
  isGone: boolean;
  /** What the person should know before they begin, such as that little can be changed. */
  notice?: string | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** The frame of every edit form: what was restored, what stands in the way, save, close and discard. */
export function EditSheet({ testId, title, kind, form, isGone, notice, onClose, children }: EditSheetProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLFormElement>(null);
  const isEntered = isDirty(form.state);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    // The fields say what is wrong once they are rendered again.
    void form.save().then((inTheWay) => requestAnimationFrame(() => focusField(element.current, inTheWay)));
  }

  return (
    <Sheet
      testId={testId}
      title={title}
      kind={kind}
      side
      isOpen
      onClose={onClose}
      foot={
        <>
          <p className="edit-foot__note">{t(isEntered ? 'edit.draft-kept' : 'edit.unchanged')}</p>
          {isEntered ? (
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
          <TextButton onPress={onClose}>{t('edit.close')}</TextButton>
          <TextButton
            main
            type="submit"
            form={`${testId}-form`}
            isDisabled={isGone || (!isEntered && form.state.id !== null)}
          >
            {t(form.isSaving ? 'edit.saving' : 'edit.save')}
          </TextButton>
        </>
      }
    >
      <form id={`${testId}-form`} ref={element} className="edit-form" noValidate autoComplete="off" onSubmit={onSubmit}>
        <Banners form={form} isGone={isGone} notice={notice} />
        {children}
      </form>
    </Sheet>
  );
}

function Banners({ form, isGone, notice }: Pick<EditSheetProps, 'form' | 'isGone' | 'notice'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { faults, problem, isAttempted, restoredFromMs, isDraftLost, state } = form;
  const wrong = Object.keys(faults.fields).length;
  const trouble = troubleOf();
  return (
    <>
      {notice === undefined ? null : <Banner severity="notice">{notice}</Banner>}
      {restoredFromMs === null || !isDirty(state) ? null : (
        <Banner severity="notice">{t('edit.draft-back', { time: format.dateTime(restoredFromMs) })}</Banner>
      )}
      {isDraftLost ? <Banner severity="warning">{t('edit.draft-not-kept')}</Banner> : null}
      {isGone ? <Banner severity="alarm">{t('edit.gone')}</Banner> : null}
      {/* Always there, so that what comes into it is read out. */}
      <div role="alert">{trouble === undefined ? null : <Banner severity="warning">{trouble}</Banner>}</div>
    </>
  );

  function troubleOf(): string | undefined {
    if (problem !== null && problem.result !== 'stale') {
      const isSaidByField = problem.result === 'refused' && Object.hasOwn(state.base, problem.reason.field ?? '');
      return isSaidByField ? undefined : reasonSentence(t, problem);
    }
    if (faults.row !== undefined && isDirty(state)) return refusalSentence(t, faults.row);
    if (problem?.result === 'stale' || (isAttempted && faults.toSettle.length > 0)) return t('edit.to-settle');
    return isAttempted && wrong > 0 ? t('edit.to-mend', { count: wrong }) : undefined;
  }
}

function Banner({ severity, children }: { severity: Severity; children: string }) {
  return (
    <p className={`edit-banner edit-banner--${severity}`} data-banner={severity}>
      <StatusMark severity={severity} />
      {children}
    </p>
  );
}

/** The first field, in the order of the form, that stands in the way. */
function focusField(form: HTMLFormElement | null, fields: readonly string[]): void {
  const found = [...(form?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].find((element) =>
    fields.includes(element.dataset['field'] ?? ''),
  );
  found?.querySelector<HTMLElement>('input, button')?.focus();
}
