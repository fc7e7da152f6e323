import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileTrigger } from 'react-aria-components';
import type { DuplicatePolicy } from '../../../../shared/contract/index.ts';
import type { ImportField } from '../../../../shared/domain/index.ts';
import { createPersonalStorage } from '../../../stores/personal-storage.ts';
import { useSession } from '../../../stores/services.tsx';
import { TextButton } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { FormPart, MappingPart, PolicyPart } from './columns-part.tsx';
import { useImportFieldName } from './field-choices.ts';
import { keepMapping, readKeptMapping } from './kept-mapping.ts';
import { LastImport } from './last-import.tsx';
import { ResultPart, WorkingPart } from './result-part.tsx';
import { usePartyImport } from './use-party-import.ts';
import './party-import.css';

const ACCEPTED = ['.csv', '.txt', '.tsv', 'text/csv', 'text/plain', 'text/tab-separated-values'];

/** Third parties from a table: the file, what its columns are, what would become of it, and then the import. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useImportFieldName();
  const personKey = useSession(({ session }) => session?.personKey ?? null);
  const storage = useMemo(() => createPersonalStorage(localStorage, personKey), [personKey]);
  const work = usePartyImport();
  const { now } = work;
  const preview = now.step === 'columns' ? now.preview : null;
  const [mapping, setMapping] = useState<readonly (ImportField | null)[]>([]);
  const [isKeptMapping, setKept] = useState(false);
  const [onDuplicate, setOnDuplicate] = useState<DuplicatePolicy>('skip');
  const [seen, setSeen] = useState<typeof preview>(null);
  const [wasTried, setTried] = useState<typeof preview>(null);
  const body = useRef<HTMLDivElement>(null);

  // Another table, or the same read otherwise; coming back to the same columns keeps what was said of them.
  if (preview !== null && preview !== seen) {
    const known = preview.form.hasHeader ? readKeptMapping(storage, preview.headers) : undefined;
    setSeen(preview);
    setMapping(known ?? preview.mapping);
    setKept(known !== undefined);
  }
  // What led on is gone: the focus would be nowhere, and Escape with it.
  const { step } = now;
  useEffect(() => {
    const dialog = body.current?.closest<HTMLElement>('[role="dialog"]');
    if (step !== 'sending' && dialog != null && !dialog.contains(document.activeElement)) dialog.focus();
  }, [step]);

  const twice = mapping.find((field, index) => field !== null && mapping.indexOf(field) !== index) ?? null;
  const trouble =
    preview === null || mapping.length === 0
      ? null
      : twice !== null
        ? t('party-import.twice', { field: nameOf(twice) })
        : mapping.includes('name')
          ? null
          : t('party-import.no-name');
  const start = (isTrial: boolean, form: NonNullable<typeof preview>['form']) =>
    work.start({ form, mapping: [...mapping], onDuplicate }, isTrial);

  function check(): void {
    if (preview === null || trouble !== null) return;
    if (preview.form.hasHeader) keepMapping(storage, preview.headers, mapping);
    setTried(preview);
    start(true, preview.form);
  }
  function close(): void {
    // What is under way goes on in the data host until it is stopped.
    if (now.step !== 'working') work.restart();
    onClose();
  }
  const state = now.step === 'result' ? now.state : null;
  const canRun = state?.phase === 'checked' && state.counts.created + state.counts.updated > 0;
  const hasMade = state !== null && ['done', 'stopped'].includes(state.phase) && wasTried !== null;

  return (
    <Sheet
      testId="import-dialog"
      title={t('party-import.title')}
      isOpen
      isWide
      onClose={close}
      foot={
        <>
          {now.step === 'working' ? <TextButton onPress={work.stop}>{t('party-import.stop')}</TextButton> : null}
          {state?.phase === 'checked' || state?.phase === 'failed' ? (
            <TextButton onPress={work.back}>{t('party-import.back')}</TextButton>
          ) : null}
          {now.step === 'columns' || (state !== null && state.phase !== 'checked') ? (
            <TextButton onPress={work.restart}>{t('party-import.other')}</TextButton>
          ) : null}
          {hasMade && work.importId !== null && state.counts.created + state.counts.updated > 0 ? (
            <TextButton onPress={() => work.undo(work.importId ?? '')}>{t('party-import.undo')}</TextButton>
          ) : null}
          <TextButton onPress={close}>{t('edit.close')}</TextButton>
          {now.step === 'columns' ? (
            <TextButton main isDisabled={trouble !== null} onPress={check}>
              {t('party-import.check')}
            </TextButton>
          ) : null}
          {state?.phase === 'checked' ? (
            <TextButton main isDisabled={!canRun} onPress={() => wasTried && start(false, wasTried.form)}>
              {t('party-import.run')}
            </TextButton>
          ) : null}
        </>
      }
    >
      <div ref={body} className="party-import" data-step={now.step}>
        {now.step === 'choosing' ? (
          <>
            <p className="party-import__note">{t('party-import.choose-detail')}</p>
            <div role="alert">{now.trouble === null ? null : <p className="field__error">{now.trouble}</p>}</div>
            <div>
              <FileTrigger
                acceptedFileTypes={ACCEPTED}
                onSelect={(files) => {
                  const file = files?.[0];
                  if (file !== undefined) work.choose(file);
                }}
              >
                <TextButton main>{t('party-import.choose')}</TextButton>
              </FileTrigger>
            </div>
            <LastImport onUndo={work.undo} />
          </>
        ) : null}
        {now.step === 'sending' ? <p>{t('party-import.sending', { share: Math.floor(now.share * 100) })}</p> : null}
        {preview === null ? null : (
          <>
            <FormPart form={preview.form} onChange={work.read} />
            {isKeptMapping ? <p className="party-import__note">{t('party-import.kept-mapping')}</p> : null}
            <div role="alert">{trouble === null ? null : <p className="field__error">{trouble}</p>}</div>
            {mapping.length === preview.headers.length ? (
              <MappingPart preview={preview} mapping={mapping} onChange={setMapping} />
            ) : null}
            <PolicyPart value={onDuplicate} onChange={setOnDuplicate} />
          </>
        )}
        {now.step === 'working' ? <WorkingPart state={now.state} /> : null}
        {now.step === 'result' ? (
          <>
            <ResultPart result={now} importId={work.importId ?? ''} />
            {state?.phase === 'checked' && !canRun ? <p>{t('party-import.nothing')}</p> : null}
          </>
        ) : null}
      </div>
    </Sheet>
  );
}
