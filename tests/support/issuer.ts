import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';
import type { IssuerSettings } from '../../electron/data/remote/sign-in/issuer.ts';

/** A real issuer (oidc-provider) on this computer, in which whoever gives a name is that person. */
export interface TestIssuer {
  readonly settings: IssuerSettings;
  /** What was asked of the token endpoint so far, by grant. */
  readonly grants: string[];
  /** Does in place of a browser what a person would: signs in there, and comes back. Answers where it was sent. */
  signIn(url: string, login: string): Promise<URL>;
  /** Nothing that it gave holds any more. */
  revokeAll(): Promise<void>;
  /** Answers nothing (`dead`), or with 503, until `well`. */
  behave(as: 'well' | 'failing' | 'dead'): void;
  close(): Promise<void>;
}

export interface TestIssuerOptions {
  /** Lifetime of access tokens, s. */
  accessSeconds?: number;
  /** Without `offline_access`. */
  refresh?: boolean;
}

export async function startIssuer({
  accessSeconds = 600,
  refresh = true,
}: TestIssuerOptions = {}): Promise<TestIssuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const grants: string[] = [];
  let manner: 'well' | 'failing' | 'dead' = 'well';
  const revoked = new Set<string>();
  const provider = new Provider(issuer, configuration(accessSeconds, refresh));
  const answer = provider.callback();
  provider.on('grant.success', (context) => grants.push(String(context.oidc.params?.['grant_type'])));
  server.on('request', (request, response) => {
    if (manner === 'dead') return request.socket.destroy();
    if (manner === 'well') return void answer(request, response);
    response.writeHead(503, { 'content-type': 'text/plain' }).end('out of order');
  });
  const given = new Set<string>();
  provider.on('refresh_token.saved', (token) => given.add(token.jti));
  return {
    settings: { issuer, clientId: 'vigie-desktop', scope: 'openid profile offline_access', parameters: {} },
    grants,
    signIn: (url, login) => signInAs(url, login),
    async revokeAll() {
      for (const id of given) {
        const token = await provider.RefreshToken.adapter.find(id);
        if (token?.grantId !== undefined) await provider.RefreshToken.revokeByGrantId(token.grantId);
        revoked.add(id);
      }
    },
    behave(as) {
      manner = as;
    },
    close: () => closeServer(server),
  };
}

function configuration(accessSeconds: number, refresh: boolean): Configuration {
  return {
    clients: [
      {
        client_id: 'vigie-desktop',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/callback'],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: { revocation: { enabled: true } },
    issueRefreshToken: () => refresh,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `${id.charAt(0).toUpperCase()}${id.slice(1)} Test` }),
    }),
    ttl: {
      AccessToken: accessSeconds,
      RefreshToken: 86_400,
      IdToken: 600,
      Grant: 86_400,
      Session: 86_400,
      Interaction: 600,
    },
    cookies: { keys: ['for tests alone'] },
  };
}

const MOST_STEPS = 12;

/** Follows the pages of the issuer: its form for the name, its question whether this client may. */
async function signInAs(url: string, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let request: { url: string; body?: URLSearchParams } = { url };
  for (let step = 0; step < MOST_STEPS; step++) {
    const response = await fetch(request.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(request.body === undefined ? {} : { method: 'POST', body: request.body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      const next = new URL(location, request.url);
      if (next.pathname === '/callback') return next;
      request = { url: next.href };
      continue;
    }
    const page = await response.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    if (action === undefined) throw new Error(`the issuer answered ${response.status}: ${page.slice(0, 500)}`);
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
    request = {
      url: new URL(action, request.url).href,
      body: new URLSearchParams({ prompt, ...(prompt === 'login' ? { login, password: 'any' } : {}) }),
    };
  }
  throw new Error('the issuer did not come back');
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
