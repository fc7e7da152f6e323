/** Integers of a smaller unit as the decimal texts that XML and ledgers want: exact, whatever their size. */

/** Integer cents as `1234.56`, a minus before it where it is below 0. */
export function centsText(cents: number): string {
  return scaled(cents, 2, 2);
}

/** Ten-thousandths of the currency's unit, with two to four decimals: 15000 is `1.50`, 12345 is `1.2345`. */
export function unitPriceText(tenThousandths: number): string {
  return scaled(tenThousandths, 4, 2);
}

/** Thousandths, without decimals that say nothing: 1000 is `1`, 1500 is `1.5`. */
export function milliText(thousandths: number): string {
  return scaled(thousandths, 3, 0);
}

/** Hundredths of a percent as a percentage: 2000 is `20.00`. */
export function percentText(basisPoints: number): string {
  return scaled(basisPoints, 2, 2);
}

function scaled(value: number, places: number, least: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that can be written exactly`);
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  const whole = digits.slice(0, -places);
  let decimals = digits.slice(-places);
  while (decimals.length > least && decimals.endsWith('0')) decimals = decimals.slice(0, -1);
  return `${value < 0 ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`;
}
