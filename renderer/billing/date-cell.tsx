import { useFormat } from '../i18n/index.ts';
import { useNow } from '../stores/services.tsx';

/** A moment of a list: hours and minutes, with the day where it is not today. `at` is ISO 8601. */
export function DateCell({ at }: { at: string }) {
  const format = useFormat();
  const now = useNow();
  return <time dateTime={at}>{format.time(Date.parse(at), now)}</time>;
}
