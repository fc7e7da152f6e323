/**
 * How long closed alarms stay where operators look: with the standing ones on every desktop, and in the server's table. A bad day of 10,000 alarms
 * must not fill a cache: of more closed ones than MOST_KEPT_CLOSED only the newest stay. The others go to the server's archive, for good.
 */
export const KEPT_CLOSED_DAYS = 14;
export const MOST_KEPT_CLOSED = 20_000;
