import { createInterface } from 'node:readline';
import { ClearError } from '../bootstrap/clear-error.mjs';
import type { Family, Member } from './family.ts';
import { closeLog, lastWords, openLog } from './log-file.ts';

/** What the backend and the preview host print, a JSON line each. */
export type ServiceEvent =
  | { event: 'progress'; message: string }
  | { event: 'ready'; url: string; token?: string }
  | { event: 'moving'; vehicles: number }
  /** The address given last was used; this one lets one more page in. */
  | { event: 'link'; url: string }
  /** Edits that the server does not have yet, and how many of them wait for a person. */
  | { event: 'unsent'; notSent: number; needsPerson: number }
  | { event: 'failed'; message: string };

export interface ServiceOptions {
  /** "the backend", for sentences. */
  name: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Its standard error, and what of its output is no event, goes here. */
  logFile: string;
  /** It must be ready after so many ms. */
  readyMs: number;
  onProgress: (message: string) => void;
  onLink?: (url: string) => void;
  onUnsent?: (unsent: { notSent: number; needsPerson: number }) => void;
}

/** A service that is ready. */
export interface Service {
  readonly name: string;
  readonly logFile: string;
  readonly member: Member;
  readonly url: string;
  readonly token: string | undefined;
  /** Resolves with the number of vehicles once some have moved; never, if none does. */
  readonly moving: Promise<number>;
}

/**
 * Starts a service of this checkout with Node and waits until it is ready.
 * @throws ClearError with the service's own sentence if it failed, else with the end of its log
 */
export async function startService(family: Family, options: ServiceOptions): Promise<Service> {
  const log = openLog(options.logFile);
  const member = await family.start(process.execPath, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', log],
  });
  closeLog(log);
  const { name, logFile } = options;
  const moving = Promise.withResolvers<number>();
  const ready = Promise.withResolvers<Service>();
  let failure: string | undefined;
  readEvents(member, (event) => {
    if (event.event === 'progress') options.onProgress(event.message);
    else if (event.event === 'moving') moving.resolve(event.vehicles);
    else if (event.event === 'failed') failure = event.message;
    else if (event.event === 'link') options.onLink?.(event.url);
    else if (event.event === 'unsent') options.onUnsent?.(event);
    else ready.resolve({ name, logFile, member, url: event.url, token: event.token, moving: moving.promise });
  });
  void member.ended.then(({ code, signal }) => {
    const how = signal ?? `exit code ${code}`;
    const told = failure ?? `${name} ended (${how}) before it was ready:\n${lastWords(logFile)}`;
    ready.reject(new ClearError(`${told}\nIts log is ${logFile}`));
  });
  const timer = setTimeout(() => {
    const seconds = Math.round(options.readyMs / 1000);
    ready.reject(new ClearError(`${name} was not ready within ${seconds} s: look into ${logFile}`));
  }, options.readyMs);
  try {
    return await ready.promise;
  } finally {
    clearTimeout(timer);
  }
}

function readEvents(member: Member, take: (event: ServiceEvent) => void): void {
  const { stdout } = member.process;
  if (stdout === null) return;
  createInterface({ input: stdout }).on('line', (line) => {
    const event = parseEvent(line);
    if (event !== undefined) take(event);
  });
}

/** The event in a line, or undefined: a library may print as well. */
export function parseEvent(line: string): ServiceEvent | undefined {
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    const { event, message, url, token, vehicles, notSent, needsPerson } = value;
    if ((event === 'progress' || event === 'failed') && typeof message === 'string') return { event, message };
    if (event === 'moving' && typeof vehicles === 'number') return { event, vehicles };
    if (event === 'unsent' && typeof notSent === 'number' && typeof needsPerson === 'number')
      return { event, notSent, needsPerson };
    if (event === 'link' && typeof url === 'string') return { event, url };
    if (event === 'ready' && typeof url === 'string') {
      return typeof token === 'string' ? { event, url, token } : { event, url };
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/**
 * Waits for the end of a service that nobody asked to end.
 * @throws ClearError always, with the end of its log
 */
export async function unexpectedEnd({ name, logFile, member }: Service): Promise<never> {
  const { code, signal } = await member.ended;
  throw new ClearError(
    `${name} ended by itself (${signal ?? `exit code ${code}`}):\n${lastWords(logFile)}\nIts log is ${logFile}`,
  );
}
