import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThirdPartyRow } from '../../../shared/contract/index.ts';
import { useClient } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { RowCombo } from '../../ui/row-combo.tsx';
import type { Chosen } from '../../ui/use-row-search.ts';
import { useThirdPartySearch } from '../editing/choices.ts';
import { SideBySide } from './side-by-side.tsx';
import { useMerge } from './use-merge.ts';
import './merge.css';

/** Chooses which other third party one is the same as, and what of both stays. */
export function MergeDialog({ one, onClose }: { one: ThirdPartyRow; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const searchAll = useThirdPartySearch();
  const search = useCallback(
    async (text: string, signal: AbortSignal) => (await searchAll(text, signal)).filter(({ id }) => id !== one.id),
    [searchAll, one.id],
  );
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [other, setOther] = useState<ThirdPartyRow | null>(null);
  useEffect(() => {
    if (chosen === null) return undefined;
    const controller = new AbortController();
    client.request('thirdParties.get', { id: chosen.id }, controller).then(setOther, () => setOther(null));
    return () => controller.abort();
  }, [client, chosen]);
  const merge = useMerge(one, other?.id === chosen?.id ? other : null, onClose);
  return (
    <Sheet
      testId="merge-dialog"
      kind={one.name}
      title={t('party.merge.title')}
      isOpen
      onClose={onClose}
      foot={
        <>
          <TextButton onPress={onClose}>{t('edit.cancel')}</TextButton>
          <TextButton main isDisabled={merge.pair === null || merge.isRunning} onPress={() => void merge.run()}>
            {t('party.merge.do')}
          </TextButton>
        </>
      }
    >
      <div className="merge">
        <RowCombo
          field="into"
          label={t('party.merge.with')}
          hint={t('party.merge.with-hint')}
          value={chosen}
          onChange={setChosen}
          search={search}
          isRequired
        />
        <SideBySide merge={merge} />
      </div>
    </Sheet>
  );
}
