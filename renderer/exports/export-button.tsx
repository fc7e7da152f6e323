import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextButton } from '../ui/button.tsx';
import { ExportDialog } from './export-dialog.tsx';
import type { ExportSubject } from './subjects.ts';

/** Opens the dialog. What is exported is what the list shows at that moment. */
export function ExportButton({ subjects }: { subjects: () => readonly ExportSubject[] }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<readonly ExportSubject[] | null>(null);
  return (
    <>
      <TextButton onPress={() => setAsked(subjects())}>{t('export.open')}</TextButton>
      {asked === null ? null : <ExportDialog subjects={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
