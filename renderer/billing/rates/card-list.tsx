import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../../shared/api/index.ts';
import { addDays, useFormat } from '../../i18n/index.ts';
import type { RateCard } from '../../../shared/domain/index.ts';
import { useClient, useMayEdit, useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { BooksPart } from '../cycle/books-part.tsx';
import { CardForm } from './card-form.tsx';
import { useRates } from '../cycle/use-rates.ts';
import { useSpecDrafts } from './spec-drafts.ts';
import { usePartyNames } from './use-party-names.ts';
import { validityBars } from './validity-bars.ts';
import { useBooks } from '../use-books.ts';

const ENTITIES: readonly SyncEntity[] = ['third-party'];

const EMPTY: Omit<RateCard, 'id' | 'validFrom'> = {
  ...{ label: '', thirdPartyId: null, currency: 'EUR', validTo: null, vat: { category: 'S', basisPoints: 2000 } },
  terms: {
    ...{ baseCents: 0, perKilometre: 0, includedMetres: 0, perHour: 0, includedMinutes: 0, minimumCents: 0 },
    ...{ night: { fromMinute: 1320, toMinute: 360, basisPoints: 0 }, sunday: { basisPoints: 0 }, together: 'sum' },
  },
};

interface Opened {
  readonly card: RateCard;
  readonly isNew: boolean;
  readonly draftName: string;
}

const NEW_CARD = 'rate-card.new';

/** All rate cards, each with the time for which it holds, and the way to change, copy and try one. */
export function CardList() {
  const { t } = useTranslation();
  const client = useClient();
  const { clock } = useServices();
  const mayEdit = useMayEdit();
  const [opened, setOpened] = useState<Opened | null>(null);
  const read = useCallback((signal: AbortSignal) => client.request('books.rateCards', {}, { signal }), [client]);
  const handle = useBooks('rate-cards', read, ENTITIES);
  const names = usePartyNames(handle.record.state === 'ready' ? handle.record.value.cards : []);
  const format = useFormat();
  const waiting = useSpecDrafts().get(NEW_CARD);
  const today = new Date(clock.nowMs()).toISOString().slice(0, 10);
  const add = () => {
    if (!mayEdit) return;
    const card = { ...EMPTY, id: crypto.randomUUID(), validFrom: today };
    setOpened({ card, isNew: true, draftName: NEW_CARD });
  };
  useShortcut('new', add);
  const copy = (card: RateCard) => {
    const validFrom = card.validTo === null ? today : addDays(card.validTo, 1);
    const copied = { ...card, id: crypto.randomUUID(), validFrom, validTo: null };
    setOpened({ card: copied, isNew: true, draftName: `rate-card.copy.${card.id}` });
  };
  return (
    <div className="rates__part" data-testid="rate-cards">
      {mayEdit ? (
        <div className="cycle-page__actions">
          <TextButton onPress={add}>
            {t('rates.new')}
            <KeyCap of="new" />
          </TextButton>
          {waiting === undefined || opened !== null ? null : (
            <>
              <span className="edit-line__text" data-testid="draft-line">
                {t('edit.draft-waits-new', { time: format.dateTime(waiting.savedAtMs) })}
              </span>
              <TextButton quiet onPress={add}>
                {t('edit.draft-resume')}
              </TextButton>
            </>
          )}
        </div>
      ) : (
        <p className="told-note">{t('session.read-only')}</p>
      )}
      <BooksPart handle={handle}>
        {({ cards }) =>
          cards.length === 0 ? (
            <p className="told-note">{t('rates.none')}</p>
          ) : (
            <Cards
              cards={cards}
              names={names}
              today={today}
              onOpen={(card) => setOpened({ card, isNew: false, draftName: `rate-card.${card.id}` })}
              onCopy={mayEdit ? copy : null}
            />
          )
        }
      </BooksPart>
      {opened === null ? null : (
        <CardForm
          key={opened.card.id}
          card={opened.card}
          isNew={opened.isNew}
          draftName={opened.draftName}
          partyName={opened.card.thirdPartyId === null ? null : (names.get(opened.card.thirdPartyId) ?? null)}
          mayEdit={mayEdit}
          onSaved={() => {
            setOpened(null);
            handle.retry();
          }}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

function Cards({
  cards,
  names,
  today,
  onOpen,
  onCopy,
}: {
  cards: readonly RateCard[];
  names: ReadonlyMap<string, string>;
  today: string;
  onOpen: (card: RateCard) => void;
  /** Null: this person may not. */
  onCopy: ((card: RateCard) => void) | null;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const rates = useRates();
  const bars = validityBars(cards, today);
  return (
    <table className="figures figures--texts">
      <thead>
        <tr>
          <th scope="col">{t('edit.field.label')}</th>
          <th scope="col">{t('billing-cycle.column.third-party')}</th>
          <th scope="col">{t('rates.validity')}</th>
          <th scope="col">{t('totals.tax')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('rates.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {cards.map((card) => {
          const bar = bars.of(card);
          return (
            <tr key={card.id} data-card={card.label}>
              <td>
                <TextButton quiet onPress={() => onOpen(card)}>
                  {card.label}
                </TextButton>
              </td>
              <td>
                {card.thirdPartyId === null ? t('rates.general') : (names.get(card.thirdPartyId) ?? card.thirdPartyId)}
              </td>
              <td>
                <span>
                  {card.validTo === null
                    ? t('rates.from', { date: format.date(card.validFrom) })
                    : format.period(card.validFrom, card.validTo)}
                </span>
                <svg className="rates__bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                  <rect className="rates__bar-all" x="0" y="2" width="100" height="2" />
                  <rect
                    className="rates__bar-valid"
                    data-now={bar.isNow}
                    x={bar.from}
                    y="0"
                    width={bar.length}
                    height="6"
                  />
                  <rect className="rates__bar-today" x={bars.today} y="0" width="0.6" height="6" />
                </svg>
              </td>
              <td>{rates.vat(card.vat)}</td>
              <td>
                {onCopy === null ? null : (
                  <TextButton quiet aria-label={t('rates.copy-of', { label: card.label })} onPress={() => onCopy(card)}>
                    {t('rates.copy')}
                  </TextButton>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
