/** What a browser does for the sign-in of a native client: keeps cookies, follows redirects, stops where the client listens. */
export class OidcBrowser {
  readonly #cookies = new Map<string, string>();
  readonly #stopAt: string;

  /** @param stopAt beginning of the client's own address: a redirect there is not followed, but answered */
  constructor(stopAt: string) {
    this.#stopAt = stopAt;
  }

  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '') this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), value);
    }
    return response;
  }

  /** Follows redirects to the first page, or to the client. */
  async open(url: string, init: RequestInit = {}): Promise<{ url: string; response: Response }> {
    let at = url;
    let response = await this.request(at, init);
    for (let hops = 0; response.status >= 300 && response.status < 400; hops++) {
      if (hops > 10) throw new Error(`too many redirects, the last to ${at}`);
      at = new URL(response.headers.get('location') ?? '', at).href;
      if (at.startsWith(this.#stopAt)) return { url: at, response };
      response = await this.request(at);
    }
    return { url: at, response };
  }

  /** Signs in as one of the accounts of the demonstration issuer. @returns the address that the client is called at */
  async choose(authorizationUrl: string, account: string): Promise<string> {
    const page = await this.open(authorizationUrl);
    const chosen = await this.open(page.url, { method: 'POST', body: new URLSearchParams({ account }) });
    return chosen.url;
  }
}
