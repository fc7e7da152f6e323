/** ISO 8601 to UTC ms. What zod accepts as a time, Date.parse reads; anything else is a defect, not a time of 1970. */
export function toMs(iso: string): number {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) throw new TypeError(`'${iso}' is not a time`);
  return ms;
}

export function toMsOrNull(iso: string | null): number | null {
  return iso === null ? null : toMs(iso);
}

export function toIso(ms: number): string {
  return new Date(ms).toISOString();
}

export function toIsoOrNull(ms: number | null): string | null {
  return ms === null ? null : toIso(ms);
}

/** The place of a value in its list, as enumerations are stored. */
export function toPlace<T extends string>(list: readonly T[], value: T): number {
  return list.indexOf(value);
}

/** @throws RangeError when a stored place is not in the list: the list has changed without a migration */
export function fromPlace<T extends string>(list: readonly T[], place: number): T {
  const value = list[place];
  if (value === undefined) throw new RangeError(`place ${place} is beyond ${list.join(', ')}`);
  return value;
}
