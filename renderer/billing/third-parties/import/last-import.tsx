import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VigieContract } from '../../../../shared/contract/index.ts';
import type { ResultOf } from '../../../../shared/rpc/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { useClient } from '../../../stores/services.tsx';
import { TextButton } from '../../../ui/button.tsx';

/** The newest import that was made here, which can still be undone. */
export function LastImport({ onUndo }: { onUndo: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const [last, setLast] = useState<ResultOf<VigieContract, 'thirdParties.import.last'>['last']>(null);
  useEffect(() => {
    const controller = new AbortController();
    client.request('thirdParties.import.last', {}, controller).then(
      (answer) => setLast(answer.last),
      () => setLast(null),
    );
    return () => controller.abort();
  }, [client]);
  if (last === null || last.created + last.updated === 0) return null;
  const { id, fileName, madeAtMs, created, updated } = last;
  const rows = t('party-import.last-rows', { count: created + updated });
  return (
    <p className="party-import__last">
      {t('party-import.last', { fileName, time: format.dateTime(madeAtMs), rows })}{' '}
      <TextButton onPress={() => onUndo(id)}>{t('party-import.undo')}</TextButton>
    </p>
  );
}
