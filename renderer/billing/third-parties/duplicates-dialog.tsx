import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { DuplicatePair, ErrorCode } from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { errorSentence, knownErrorCode } from '../../i18n/index.ts';
import { useClient, useMayEdit } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { SideBySide } from './side-by-side.tsx';
import { useMerge } from './use-merge.ts';
import './merge.css';

const AT_A_TIME = 50;

type Found =
  | { readonly state: 'searching' }
  | { readonly state: 'failed' }
  | {
      readonly state: 'found';
      readonly pairs: readonly DuplicatePair[];
      readonly total: number;
      readonly toldApart: number;
    };

/** Pairs to look at, or those that a person has told apart. */
type Shown = 'proposed' | 'told-apart';

/** Third parties in use that look the same, pair by pair, with the merge beside them, and the way to say that two are not the same. */
export function DuplicatesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const [found, setFound] = useState<Found>({ state: 'searching' });
  const [chosen, setChosen] = useState<string | null>(null);
  const [show, setShow] = useState<Shown>('proposed');
  const list = useRef<HTMLDivElement>(null);
  const read = useCallback(
    async (offset: number, before: readonly DuplicatePair[]) => {
      try {
        const asked = { show, offset, limit: AT_A_TIME };
        const { pairs, ...counts } = await client.request('thirdParties.duplicates', asked);
        setFound({ state: 'found', pairs: [...before, ...pairs], ...counts });
      } catch {
        setFound({ state: 'failed' });
      }
    },
    [client, show],
  );
  const isFound = found.state === 'found';
  useEffect(() => {
    let isWanted = true;
    client.request('thirdParties.duplicates', { show, offset: 0, limit: AT_A_TIME }).then(
      ({ pairs: first, ...counts }) => {
        if (isWanted) setFound({ state: 'found', pairs: first, ...counts });
      },
      () => {
        if (isWanted) setFound({ state: 'failed' });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [client, show]);
  useEffect(() => {
    if (!isFound) return undefined;
    // The options are there after the next rendering.
    const frame = requestAnimationFrame(() => focusList(list.current));
    return () => cancelAnimationFrame(frame);
  }, [isFound]);
  useEffect(() => {
    // The list keeps Escape for itself, where it stands for nothing: it closes the dialog as everywhere.
    const onKeyDown = (event: KeyboardEvent) => {
      const isInList = event.target instanceof Node && list.current?.contains(event.target) === true;
      if (event.key === 'Escape' && isInList) onClose();
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [onClose]);
  const pairs = found.state === 'found' ? found.pairs : [];
  const pair = pairs.find((one) => keyOf(one) === chosen) ?? null;
  /** The pair is gone from the list: what comes after it takes its place. */
  const onSettled = () => {
    setChosen(null);
    void read(0, []).then(() => requestAnimationFrame(() => focusList(list.current)));
  };
  const look = (next: Shown) => {
    setChosen(null);
    setFound({ state: 'searching' });
    setShow(next);
  };

  return (
    <Sheet
      testId="duplicates-dialog"
      title={t('party.duplicates.title')}
      isOpen
      isWide
      onClose={onClose}
      foot={
        <>
          {show === 'told-apart' ? (
            <TextButton onPress={() => look('proposed')}>{t('party.duplicates.show-proposed')}</TextButton>
          ) : found.state === 'found' && found.toldApart > 0 ? (
            <TextButton onPress={() => look('told-apart')}>
              {t('party.duplicates.show-apart', { count: found.toldApart })}
            </TextButton>
          ) : null}
          <TextButton onPress={onClose}>{t('edit.close')}</TextButton>
        </>
      }
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
            ? t(show === 'proposed' ? 'party.duplicates.none' : 'party.duplicates.none-apart')
            : t(show === 'proposed' ? 'party.duplicates.count' : 'party.duplicates.count-apart', {
                count: found.total,
              })}
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
            <PairMerge key={chosen} pair={pair} isApart={show === 'told-apart'} onDone={onSettled} />
          )}
        </div>
      )}
    </Sheet>
  );
}

function PairMerge({ pair, isApart, onDone }: { pair: DuplicatePair; isApart: boolean; onDone: () => void }) {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  const client = useClient();
  const merge = useMerge(pair.one, pair.other, onDone);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  async function judge(): Promise<void> {
    const ids = { one: pair.one.id, other: pair.other.id };
    try {
      if (isApart) await client.request('thirdParties.maybeSame', ids);
      else await client.request('thirdParties.tellApart', { ...ids, reasons: pair.reasons });
      onDone();
    } catch (error) {
      setFailure(knownErrorCode(error instanceof RpcError ? error.code : 'internal'));
    }
  }
  return (
    <div>
      <SideBySide merge={merge} />
      {mayEdit ? (
        <div className="detail__actions">
          <TextButton main isDisabled={merge.isRunning} onPress={() => void merge.run()}>
            {t('party.merge.do')}
          </TextButton>
          <TextButton isDisabled={merge.isRunning} onPress={() => void judge()}>
            {t(isApart ? 'party.duplicates.maybe-same' : 'party.duplicates.not-same')}
          </TextButton>
        </div>
      ) : null}
      {failure === null ? null : (
        <p role="alert">
          <StatusMark severity="warning" /> {errorSentence(t, failure).sentence} {errorSentence(t, failure).remedy}
        </p>
      )}
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
