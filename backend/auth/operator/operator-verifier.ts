import type { SignInInfo } from '../../../shared/api/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import type { Log } from '../../log.ts';
import type { SignInSettings } from '../../settings/sign-in-settings.ts';
import { checkToken } from '../access-token.ts';
import { type Identity, TokenRefusedError, type TokenVerifier } from '../token-verifier.ts';
import { mappedIdentity } from './claims.ts';
import { IssuerKeys } from './issuer-keys.ts';

/** What some issuers write into tokens that are for other uses, and signed by the same keys. */
const OTHER_USES = ['ID', 'Refresh', 'Offline', 'Logout'];

/** Checks access tokens of the operator's own issuer. */
export class OperatorVerifier implements TokenVerifier {
  readonly loopbackOnly = false;
  readonly #settings: SignInSettings;
  readonly #keys: IssuerKeys;
  readonly #clock: Clock;

  constructor(settings: SignInSettings, clock: Clock, log: Log) {
    this.#settings = settings;
    this.#clock = clock;
    this.#keys = new IssuerKeys({ issuer: settings.issuer, clientId: settings.clientId, clock, log });
  }

  get signIn(): SignInInfo {
    const { issuer, clientId, scopes, audience, parameters } = this.#settings;
    return { issuer, clientId, scopes: [...scopes], audience, parameters: { ...parameters }, isDemonstration: false };
  }

  /** @throws TokenRefusedError, IssuerUnavailableError */
  async verify(token: string): Promise<Identity> {
    const { issuer, audience, algorithms, types, clockToleranceSeconds } = this.#settings;
    const nowMs = this.#clock.nowMs();
    const expected = { issuer, audience, algorithms, types, clockToleranceSeconds, nowMs };
    const payload = await checkToken(token, this.#keys.find, expected);
    if (OTHER_USES.includes(String(payload['typ']))) throw new TokenRefusedError('the token is no access token (typ)');
    return mappedIdentity(payload, this.#settings);
  }
}
