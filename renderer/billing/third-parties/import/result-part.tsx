import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProgressBar } from 'react-aria-components';
import type { ImportProblem, ImportState } from '../../../../shared/contract/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { useClient } from '../../../stores/services.tsx';
import { TextButton } from '../../../ui/button.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { problemSentence, reportOf } from './problem-report.ts';
import type { ImportStep } from './use-party-import.ts';

/** How far an import, its trial or its undo has come. */
export function WorkingPart({ state }: { state: ImportState }) {
  const { t } = useTranslation();
  const { phase, counts, done, of } = state;
  const count = phase === 'undoing' ? done : counts.rows;
  const text = t(`party-import.${phase as 'checking'}`, { count });
  return (
    <ProgressBar
      aria-label={text}
      value={done}
      maxValue={Math.max(of, 1)}
      valueLabel={text}
      className="assign__progress"
    >
      {({ percentage }) => (
        <>
          <span>{text}</span>
          <span className="assign__bar">
            <span className="assign__bar-done" style={{ display: 'block', width: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  );
}

const COUNTED = [
  ['created', 'create'],
  ['updated', 'update'],
  ['same', 'same'],
  ['skipped', 'skip'],
  ['bad', 'refuse'],
] as const;

/** What a trial found, or what an import or its undo came to. */
export function ResultPart({
  result,
  importId,
}: {
  result: Extract<ImportStep, { step: 'result' }>;
  importId: string;
}) {
  const { t } = useTranslation();
  const { state, problems } = result;
  const { phase, counts, undone, kept, fault } = state;
  if (phase === 'undone') {
    return (
      <output className="party-import__result" data-testid="import-result" data-phase={phase}>
        <p>{t('party-import.undone', { count: undone })}</p>
        {kept === 0 ? null : <p>{t('party-import.undo-kept', { count: kept })}</p>}
      </output>
    );
  }
  return (
    <>
      <output
        className="party-import__result"
        data-testid="import-result"
        data-phase={phase}
        data-created={counts.created}
        data-bad={counts.bad}
      >
        <p className="party-import__said">{saidOf()}</p>
        <ul>
          {COUNTED.filter(([name]) => counts[name] > 0).map(([name, word]) => (
            <li key={name}>
              {name === 'bad' ? <StatusMark severity="warning" /> : null}
              {t(`party-import.would-${word}`, { count: counts[name] })}
            </li>
          ))}
        </ul>
      </output>
      {problems.length === 0 ? null : (
        <section aria-label={t('party-import.problems')}>
          <div className="party-import__problems-head">
            <h3 className="party-section__title">{t('party-import.problems')}</h3>
            <SaveReport importId={importId} count={state.problems} />
          </div>
          <ul className="party-import__problems" aria-label={t('party-import.problems')}>
            {problems.map((problem) => (
              <li key={keyOf(problem)}>
                <strong>
                  {t('party-import.problem.line', { line: problem.line })}
                  {problem.column === null ? null : (
                    <>
                      , <bdi>{problem.column}</bdi>
                    </>
                  )}
                </strong>{' '}
                {problem.value === '' ? null : <bdi className="party-import__value">{problem.value}</bdi>}{' '}
                {problemSentence(t, problem)}
              </li>
            ))}
            {state.problems > problems.length ? (
              <li>{t('party-import.more-problems', { count: state.problems - problems.length })}</li>
            ) : null}
          </ul>
        </section>
      )}
    </>
  );

  function saidOf(): string {
    if (fault !== null) return t(`party-import.fault.${fault.code}`, { line: fault.line ?? 1 });
    if (phase === 'checked') return t('party-import.checked', { count: counts.rows });
    if (phase === 'stopped') return t('party-import.stopped');
    if (phase === 'failed') return t('party-import.failed', { message: '' });
    return `${t('party-import.done')} ${t('party-import.offline')}`;
  }
}

/** A cell has one problem at the most, a row as a whole one. */
function keyOf({ line, column, field }: ImportProblem): string {
  return `${line}/${column ?? ''}/${field ?? ''}`;
}

/** All problems as a file for a spreadsheet. */
function SaveReport({ importId, count }: { importId: string; count: number }) {
  const { t } = useTranslation();
  const client = useClient();
  const { language } = useFormat();
  const [isFailed, setFailed] = useState(false);
  async function save(): Promise<void> {
    try {
      const report = await reportOf(client, t, importId, { count, separator: language === 'fr' ? ';' : ',' });
      const url = URL.createObjectURL(report);
      const link = Object.assign(document.createElement('a'), { href: url, download: t('party-import.report.file') });
      link.click();
      // It is read by then, or never.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }
  return (
    <>
      <TextButton onPress={() => void save()}>{t('party-import.report')}</TextButton>
      <span role="alert">{isFailed ? t('party-import.failed', { message: '' }) : null}</span>
    </>
  );
}
