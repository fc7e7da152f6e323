import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { errors, type Provider } from 'oidc-provider';
import { accountOf, DEMONSTRATION_ACCOUNTS } from './accounts.ts';
import { choicePage, failurePage, PAGE_HEADERS } from './page.ts';
import { languageOf } from './page-texts.ts';

/** Paths of the pages on which one chooses, below the issuer's: `/choice/` and a number. */
export const CHOICE_PATH = /^\/choice\/[\w-]{1,100}$/;
/** A form with one name in it. */
const MOST_FORM_BYTES = 1024;

export interface ChoiceServed {
  provider: Provider;
  /** What is granted to a desktop: of the issuer itself, and of the service. */
  scopes: { own: string; resource: string; service: string };
}

/** Shows the page on which one chooses an account, and takes the choice. */
export async function serveChoice(
  request: IncomingMessage,
  response: ServerResponse,
  { provider, scopes }: ChoiceServed,
): Promise<void> {
  const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const wishes = [searchParams.get('lang') ?? undefined, request.headers['accept-language']];
  try {
    const interaction = await provider.interactionDetails(request, response);
    const { params, session } = interaction;
    const uiLocales = typeof params['ui_locales'] === 'string' ? params['ui_locales'] : undefined;
    const language = languageOf(wishes[0], uiLocales, wishes[1]);
    const current = accountOf(session?.accountId);
    if (request.method !== 'POST') {
      const body = choicePage({ language, accounts: DEMONSTRATION_ACCOUNTS, current, action: '' });
      response.writeHead(200, PAGE_HEADERS).end(body);
      return;
    }
    const form = new URLSearchParams(await bodyOf(request));
    const account = accountOf(form.get('account') ?? undefined);
    if (account === undefined) {
      const refusal = { error: 'access_denied', error_description: 'no account was chosen' };
      await provider.interactionFinished(request, response, refusal);
      return;
    }
    if (session !== undefined && session.accountId !== account.subject) {
      // Somebody else sits here now: the browser's session ends, and another begins.
      await (await provider.Session.findByUid(session.uid))?.destroy();
      interaction.session = undefined;
      await interaction.persist();
    }
    const grant = new provider.Grant({ accountId: account.subject, clientId: String(params['client_id']) });
    grant.addOIDCScope(scopes.own);
    grant.addResourceScope(scopes.resource, scopes.service);
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { login: { accountId: account.subject }, consent });
  } catch (error) {
    if (!(error instanceof errors.OIDCProviderError) && !(error instanceof TooLargeError)) throw error;
    const why = error instanceof TooLargeError ? error.message : (error.error_description ?? error.message);
    response.writeHead(400, PAGE_HEADERS).end(failurePage(languageOf(...wishes), why));
  }
}

class TooLargeError extends Error {
  override name = 'TooLargeError';
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const length = Number(request.headers['content-length']);
  if (!(length <= MOST_FORM_BYTES)) throw new TooLargeError('the form is too large');
  return text(request);
}
