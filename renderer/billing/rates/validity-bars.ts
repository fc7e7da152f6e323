import type { RateCard } from '../../../shared/domain/index.ts';

const DAY_MS = 24 * 3600 * 1000;
const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** Where on a common line of time the cards hold, in percent of it. One without an end goes on to the end of the line. */
export function validityBars(cards: readonly Pick<RateCard, 'validFrom' | 'validTo'>[], today: string) {
  const now = day(today);
  const begin = Math.min(now - 30, ...cards.map(({ validFrom }) => day(validFrom)));
  const end = Math.max(now + 90, ...cards.map(({ validFrom, validTo }) => day(validTo ?? validFrom) + 30));
  const at = (moment: number) => ((moment - begin) / (end - begin)) * 100;
  return {
    today: at(now),
    of({ validFrom, validTo }: Pick<RateCard, 'validFrom' | 'validTo'>) {
      const to = validTo === null ? end : day(validTo) + 1;
      const from = at(day(validFrom));
      return {
        from,
        length: Math.max(1, at(to) - from),
        isNow: validFrom <= today && (validTo === null || today <= validTo),
      };
    },
  };
}
