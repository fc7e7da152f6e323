import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { DuplicatePair } from '../../../shared/contract/index.ts';
import { useClient, useMayEdit } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { SideBySide } from './side-by-side.tsx';
import { useMerge } from './use-merge.ts';
import './merge.css';

const AT_A_TIME = 50;

type Found =
  | { readonly state: 'searching' }
  | { readonly state: 'failed' }
  | { readonly state: 'found'; readonly pairs: readonly DuplicatePair[]; readonly total: number };

/** Third parties in use that look the same, pair by pair, with the merge beside them. */
export function DuplicatesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const [found, setFound] = useState<Found>({ state: 'searching' });
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const read = useCallback(
    async (offset: number, before: readonly DuplicatePair[]) => {
      try {
        const { pairs, total } = await client.request('thirdParties.duplicates', { offset, limit: AT_A_TIME });
        setFound({ state: 'found', pairs: [...before, ...pairs], total });
      } catch {
        setFound({ state: 'failed' });
      }
    },
    [client],
  );
  const isFound = found.state === 'found';
  useEffect(() => {
    client.request('thirdParties.duplicates', { offset: 0, limit: AT_A_TIME }).then(
      ({ pairs: first, total }) => setFound({ state: 'found', pairs: first, total }),
      () => setFound({ state: 'failed' }),
    );
  }, [client]);
  useEffect(() => {
    if (!isFound) return undefined;
    // The options are there after the next rendering.
    const frame = requestAnimationFrame(() => focusList(list.current));
    return () => cancelAnimationFrame(frame);
  }, [isFound]);
  const pairs = found.state === 'found' ? found.pairs : [];
  const pair = pairs.find((one) => keyOf(one) === chosen) ?? null;
  const onMerged = () => {
    setChosen(null);
    void read(0, []).then(() => requestAnimationFrame(() => focusList(list.current)));
  };

  return (
    <Sheet
      testId="duplicates-dialog"
      title={t('party.duplicates.title')}
      isOpen
      isWide
      onClose={onClose}
      foot={<TextButton onPress={onClose}>{t('edit.close')}</TextButton>}
    >
      <output
        className="duplicates__state"
        data-state={found.state}
        data-total={found.state === 'found' ? found.total : undefined}
      >
        {found.state === 'searching' ? t('party.duplicates.searching') : null}
        {found.state === 'failed' ? t('party.duplicates.failed') : null}
        {found.state !== 'found'
          ? null
          : found.total === 0
            ? t('party.duplicates.none')
            : t('party.duplicates.count', { count: found.total })}
      </output>
      {pairs.length === 0 ? null : (
        <div className="duplicates">
          <div ref={list} className="duplicates__list">
            <ListBox
              aria-label={t('party.duplicates.list')}
              selectionMode="single"
              selectedKeys={chosen === null ? [] : [chosen]}
              onSelectionChange={(keys) => setChosen(keys === 'all' ? null : String([...keys][0] ?? '') || null)}
            >
              {pairs.map((one) => (
                <ListBoxItem
                  key={keyOf(one)}
                  id={keyOf(one)}
                  textValue={`${one.one.name}, ${one.other.name}`}
                  className="duplicates__pair"
                >
                  <bdi>{one.one.name}</bdi> · <bdi>{one.other.name}</bdi>
                  <span className="duplicates__why">
                    {one.reasons.map((reason) => t(`party.reason.${reason}`)).join(' · ')}
                  </span>
                </ListBoxItem>
              ))}
            </ListBox>
            {found.state === 'found' && found.pairs.length < found.total ? (
              <TextButton onPress={() => void read(found.pairs.length, found.pairs)}>
                {t('party.duplicates.more')}
              </TextButton>
            ) : null}
          </div>
          {pair === null ? (
            <p>{t('party.duplicates.choose')}</p>
          ) : (
            <PairMerge key={chosen} pair={pair} onDone={onMerged} />
          )}
        </div>
      )}
    </Sheet>
  );
}

function PairMerge({ pair, onDone }: { pair: DuplicatePair; onDone: () => void }) {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  const merge = useMerge(pair.one, pair.other, onDone);
  return (
    <div>
      <SideBySide merge={merge} />
      {mayEdit ? (
        <div className="detail__actions">
          <TextButton main isDisabled={merge.isRunning} onPress={() => void merge.run()}>
            {t('party.merge.do')}
          </TextButton>
        </div>
      ) : null}
    </div>
  );
}

function keyOf({ one, other }: DuplicatePair): string {
  return `${one.id}/${other.id}`;
}

function focusList(list: HTMLElement | null): void {
  const dialog = document.querySelector<HTMLElement>('[data-testid="duplicates-dialog"]');
  (list?.querySelector<HTMLElement>('[role="listbox"]') ?? dialog)?.focus();
}
