import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type * as jose from 'jose';

/** An issuer that says where its keys are, for tokens of every kind: good ones, and such as attackers make. */
export interface TokenIssuer {
  readonly url: string;
  /** What it shows of its keys; may be changed. */
  keys: jose.JWK[];
  /** How often somebody asked for the keys. */
  readonly asked: number;
  isDown: boolean;
  stop(): Promise<void>;
}

export async function startTokenIssuer(keys: jose.JWK[]): Promise<TokenIssuer> {
  const state = { keys, asked: 0, isDown: false };
  const server = createServer((request, response) => {
    if (state.isDown) return void response.destroy();
    const isKeys = request.url === '/jwks';
    if (isKeys) state.asked += 1;
    const metadata = {
      issuer: url,
      jwks_uri: `${url}/jwks`,
      authorization_endpoint: `${url}/a`,
      token_endpoint: `${url}/t`,
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isKeys ? { keys: state.keys } : metadata));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return Object.assign(state, { url, stop });
}
