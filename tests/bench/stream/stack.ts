import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { startProgram, type Program } from './processes.ts';

const here = import.meta.dirname;
const previewHost = path.join(here, '../../../electron/preview/main.ts');

/** A server that moves a fleet, a data host that hears of it, and windows that read from that; each a process. */
export interface StreamStack {
  readonly source: Program;
  readonly host: Program;
  readonly windows: Program[];
  /** Opens a further window; `held`: one whose page hangs. */
  openWindow(kind?: 'reading' | 'held'): Program;
  end(): Promise<void>;
}

/** @param mode `frames`: Vigie's own data host, as the preview runs it; `objects`: one of objects and JSON */
export async function startStack(mode: 'frames' | 'objects', vehicles: number): Promise<StreamStack> {
  const source = startProgram(path.join(here, 'position-source.ts'), [mode, String(vehicles)]);
  const { url, token } = await source.line<{ url: string; token: string }>((line) => 'url' in line);
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-bench-'));
  const host =
    mode === 'objects' ? startProgram(path.join(here, 'object-host.ts'), [url]) : startHost(folder, url, token);
  const told = await host.line<{ url: string }>((line) => 'url' in line);
  const session = mode === 'objects' ? '' : await openSession(told.url);
  const windows: Program[] = [];
  return {
    ...{ source, host, windows },
    openWindow(kind = 'reading') {
      const script = path.join(here, 'window.ts');
      const address = mode === 'objects' ? told.url : rpcAddress(told.url);
      const args = mode === 'objects' ? ['objects', address] : [kind === 'held' ? 'held' : 'frames', address, session];
      const opened = startProgram(script, args);
      windows.push(opened);
      return opened;
    },
    async end() {
      for (const window of windows) await window.end();
      await host.end();
      await source.end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function startHost(folder: string, url: string, token: string): Program {
  const pages = path.join(folder, 'pages');
  mkdirSync(pages);
  writeFileSync(path.join(pages, 'console.html'), '<!doctype html><title>None</title>');
  const args = ['--server', url, '--data', path.join(folder, 'data'), '--renderer', pages];
  return startProgram(previewHost, args, { VIGIE_SERVER_TOKEN: token });
}

function rpcAddress(link: string): string {
  return `ws://${new URL(link).host}/rpc`;
}

/** Uses the link, as the first page does, and answers the session that all windows then share. */
function openSession(link: string): Promise<string> {
  const { origin, hash } = new URL(link);
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(rpcAddress(link), { origin });
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ token: hash.replace('#token=', '') })));
    socket.once('message', (data: Buffer) => {
      const { session } = JSON.parse(data.toString()) as { session: string };
      socket.close();
      resolve(session);
    });
  });
}
