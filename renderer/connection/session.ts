const SESSION_KEY = 'vigie.session';

/** What the data host of the preview is shown to be let in. */
export interface Session {
  /** What to show next: the one-time token of the address, then the kept secret; null when neither is left. */
  credential(): string | null;
  /** It was refused: do not show it again. */
  forget(credential: string): void;
  /** Keeps the secret, for this tab only: it outlives a reload and not the tab. */
  remember(secret: string): void;
}

/** Takes the token out of the address at once, so that it stays in no history, bookmark or screenshot. */
export function createSession(page: Pick<Window, 'location' | 'history' | 'sessionStorage'>): Session {
  const { location, history, sessionStorage } = page;
  let token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return {
    credential: () => token ?? sessionStorage.getItem(SESSION_KEY),
    forget(credential) {
      if (credential === token) token = null;
      else if (credential === sessionStorage.getItem(SESSION_KEY)) sessionStorage.removeItem(SESSION_KEY);
    },
    remember(secret) {
      token = null;
      sessionStorage.setItem(SESSION_KEY, secret);
    },
  };
}
