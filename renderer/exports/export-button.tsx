import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextButton, ToolButton } from '../ui/button.tsx';
import { ExportDialog } from './export-dialog.tsx';
import type { ExportSubject } from './subjects.ts';

/** Opens the dialog. What is exported is what the list shows at that moment. `isTool`: beside a list's search. */
export function ExportButton({
  subjects,
  isTool = false,
}: {
  subjects: () => readonly ExportSubject[];
  isTool?: boolean;
}) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<readonly ExportSubject[] | null>(null);
  const open = () => setAsked(subjects());
  return (
    <>
      {isTool ? (
        <ToolButton icon="export" name={t('export.open')} onPress={open} />
      ) : (
        <TextButton onPress={open}>{t('export.open')}</TextButton>
      )}
      {asked === null ? null : <ExportDialog subjects={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
