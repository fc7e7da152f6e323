import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AmountError, DEFAULT_TIME_ZONE, priceMission, type RateCard, TimeZone } from '../../../shared/domain/index.ts';
import { parseDate, parseDecimal, useFormat } from '../../i18n/index.ts';
import { TextField } from '../../ui/text-field.tsx';
import { PriceLines } from '../cycle/price-lines.tsx';
import { valueOf } from './spec-form.ts';

/** What a mission would cost by a card that is perhaps not saved yet, line by line. */
export function TryOut({ card }: { card: RateCard }) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const [distance, setDistance] = useState('12');
  const [minutes, setMinutes] = useState('45');
  const [day, setDay] = useState('');
  const [clock, setClock] = useState('21:30');
  const zone = useMemo(() => new TimeZone(DEFAULT_TIME_ZONE), []);
  const metres = parseDecimal(distance, language, 3);
  const length = parseDecimal(minutes, language, 0);
  const minuteOfDay = valueOf('clock', clock, language);
  const on = day.trim() === '' ? card.validFrom : parseDate(day);
  const price = (() => {
    if (on === undefined || length === undefined || typeof minuteOfDay !== 'number' || Number.isNaN(minuteOfDay))
      return null;
    if (length < 0 || length > 100_000 || (metres ?? 0) < 0 || (metres ?? 0) > 10_000_000) return null;
    const wallMs = Date.parse(`${on}T00:00:00Z`) + minuteOfDay * 60_000;
    const startMs = wallMs - zone.offsetMs(wallMs);
    try {
      const trip = { startMs, endMs: startMs + length * 60_000, distanceMetres: metres ?? null };
      return priceMission(trip, card.terms, zone);
    } catch (error) {
      if (error instanceof AmountError) return null;
      throw error;
    }
  })();
  return (
    <section className="rates__try" aria-label={t('rates.try')} data-testid="try-out">
      <h3 className="cycle-page__heading">{t('rates.try')}</h3>
      <div className="rates__try-fields">
        <TextField
          field="try-distance"
          label={t('edit.field.distance')}
          value={distance}
          onChange={setDistance}
          unit="km"
        />
        <TextField
          field="try-minutes"
          label={t('rates.try.minutes')}
          value={minutes}
          onChange={setMinutes}
          unit="min"
        />
        <TextField
          field="try-day"
          label={t('rates.try.day')}
          hint={t('edit.hint.date')}
          value={day}
          onChange={setDay}
        />
        <TextField field="try-clock" label={t('rates.try.clock')} value={clock} onChange={setClock} />
      </div>
      {price === null ? (
        <p>{t('rates.try.nothing')}</p>
      ) : (
        <PriceLines lines={price.lines} amountCents={price.amountCents} currency={card.currency} />
      )}
    </section>
  );
}
