import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/index.ts';
import { useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { ExportFields } from './export-fields.tsx';
import { type Choices, firstChoices, periodFault, requestOf } from './export-model.ts';
import { ExportReport } from './export-report.tsx';
import type { ExportSubject } from './subjects.ts';
import { isOver, useExport } from './use-export.ts';
import './export-dialog.css';

/** What, in which form, and then how far it is. */
export function ExportDialog({ subjects, onClose }: { subjects: readonly ExportSubject[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { clock } = useServices();
  const language = useLanguage();
  const [choices, setChoices] = useState<Choices>(() => firstChoices(subjects[0]?.key ?? '', language, clock.nowMs()));
  const [isAttempted, setAttempted] = useState(false);
  const run = useExport();
  const { progress } = run;
  const subject = subjects.find(({ key }) => key === choices.subject) ?? subjects[0];
  const isRunning = progress !== null && !isOver(progress);
  const isDone = progress?.state === 'done';
  const fault = subject?.kind === 'fec' ? periodFault(choices) : null;
  const body = useRef<HTMLDivElement>(null);
  const state = progress?.state ?? 'asking';
  // The button that led on is gone: the focus would be nowhere, and Escape with it.
  useEffect(() => {
    const dialog = body.current?.closest<HTMLElement>('[role="dialog"]');
    if (state !== 'asking' && dialog != null && !dialog.contains(document.activeElement)) dialog.focus();
  }, [state]);

  function start(): void {
    setAttempted(true);
    if (subject === undefined || fault !== null) return;
    run.start(requestOf(subject, choices, Intl.DateTimeFormat().resolvedOptions().timeZone));
  }
  function close(): void {
    run.stop();
    onClose();
  }

  return (
    <Sheet
      testId="export-dialog"
      title={t('export.title')}
      isOpen
      onClose={close}
      foot={
        <>
          {isRunning ? <TextButton onPress={run.stop}>{t('export.stop')}</TextButton> : null}
          {isRunning ? null : <TextButton onPress={close}>{t(isDone ? 'edit.close' : 'edit.cancel')}</TextButton>}
          {isRunning || isDone ? null : (
            <TextButton main onPress={start}>
              {t('export.run')}
            </TextButton>
          )}
        </>
      }
    >
      <div ref={body} className="export" data-state={state}>
        {isRunning || isDone ? null : (
          <ExportFields
            subjects={subjects}
            subject={subject}
            choices={choices}
            fault={isAttempted ? fault : null}
            onChange={(change) => setChoices((now) => ({ ...now, ...change }))}
          />
        )}
        {progress === null ? null : <ExportReport progress={progress} />}
      </div>
    </Sheet>
  );
}
