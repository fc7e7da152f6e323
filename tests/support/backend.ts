import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Backend, type BackendOptions, createBackend } from '../../backend/app.ts';
import { type Role, ROLES } from '../../shared/domain/index.ts';
import { migratedDatabase } from './database.ts';
import { silentLog } from './silent-log.ts';

/** A backend that listens on a free port, with a database in memory unless another is given. */
export interface RunningBackend {
  backend: Backend;
  url: string;
  /** Of somebody with every role; none where the operator's own issuer gives tokens. */
  token: string;
  /** A request with that token, or with another's. */
  ask(pathAndQuery: string, init?: RequestInit & { token?: string | null }): Promise<Response>;
  tokenFor(...roles: Role[]): Promise<string>;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

export async function startBackend(options: Partial<BackendOptions> = {}): Promise<RunningBackend> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'vigie-backend-'));
  const database =
    options.databaseUrl === undefined && options.database === undefined ? await migratedDatabase() : undefined;
  const backend = await createBackend({
    dataFolder,
    log: silentLog,
    ...(database === undefined ? {} : { database }),
    ...options,
  });
  const { url } = await backend.listen();
  const token = backend.isDemonstration ? await backend.tokenFor('tester', ROLES) : '';
  return {
    backend,
    url,
    token,
    ask(pathAndQuery, { token: other = token, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (other !== null) headers.set('authorization', `Bearer ${other}`);
      return fetch(url + pathAndQuery, { ...init, headers });
    },
    tokenFor: (...roles) => backend.tokenFor('tester', roles),
    async stop() {
      await backend.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
