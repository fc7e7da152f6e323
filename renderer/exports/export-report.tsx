import { useTranslation } from 'react-i18next';
import type { ExportProgress } from '../../shared/contract/index.ts';
import { errorSentence, useFormat } from '../i18n/index.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { shareDone } from './export-model.ts';

/** How far an export is, or how it ended. */
export function ExportReport({ progress }: { progress: ExportProgress }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, rows, totalRows, bytes, file, fault } = progress;
  switch (state) {
    case 'choosing':
      return <output className="export__said">{t('export.choosing')}</output>;
    case 'writing':
      return (
        <div className="export__progress">
          <progress aria-label={t('export.progress')} max={1} {...valueOf(shareDone(progress))} />
          <output className="export__said">
            {totalRows === null
              ? t('export.bytes', { size: format.integer(Math.ceil(bytes / 1024)) })
              : t('export.rows', { rows: format.integer(rows), total: format.integer(totalRows) })}
          </output>
        </div>
      );
    case 'done':
      return (
        <output className="export__said" data-testid="export-done">
          {t('export.done', { file: file ?? '', size: format.integer(Math.ceil(bytes / 1024)) })}
        </output>
      );
    case 'given-up':
      return <output className="export__said">{t('export.given-up')}</output>;
    case 'failed': {
      const { sentence, remedy } = errorSentence(t, fault?.code ?? 'internal');
      // What the server refuses it explains itself; its words are better than a code's.
      const isExplained = fault?.code === 'export-refused';
      return (
        <p className="export__failed" role="alert">
          <StatusMark severity="alarm" />
          <span>
            {isExplained ? `${sentence} ${fault.detail}` : sentence}{' '}
            {fault?.remedy !== undefined && isExplained ? fault.remedy : remedy}
          </span>
        </p>
      );
    }
  }
}

function valueOf(share: number | null): { value?: number } {
  return share === null ? {} : { value: share };
}
