import type { Clock } from '../../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import type { Issuer } from '../remote/sign-in/issuer.ts';
import type { Secrets } from './secrets.ts';

/** An issuer that does not answer does not hold a person who leaves, ms. */
const FAREWELL_MS = 5_000;

/** Tells the issuer that the person leaves, if it can be told. Answers where a browser ends its session. */
export function farewell(
  issuer: Issuer | null,
  { refreshToken, identityToken }: Secrets,
  clock: Clock,
  log: Log,
): Promise<string | null> {
  if (issuer === null) return Promise.resolve(null);
  async function tell(from: Issuer): Promise<string | null> {
    try {
      if (refreshToken !== null) await from.revoke(refreshToken);
      return await from.endSessionUrl(identityToken);
    } catch (error) {
      log.warn({ err: error }, 'the issuer could not be told that the person signed out');
      return null;
    }
  }
  const late = new Promise<null>((resolve) => clock.after(FAREWELL_MS, () => resolve(null)));
  return Promise.race([tell(issuer), late]);
}
