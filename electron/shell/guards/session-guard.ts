import { app, type Session } from 'electron';
import type { Log } from '../files/log.ts';
import { isMadeByOwnPage, isOwnUrl } from '../pages/origin.ts';

/** Chromium flags that would switch a protection off. A shortcut on a desktop may not do that. */
const FORBIDDEN_SWITCHES = [
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-running-insecure-content',
  'disable-web-security',
  'load-extension',
] as const;

/** Takes those flags off the command line, before the application is ready. Answers which were there. */
export function dropForbiddenSwitches(): string[] {
  const present = FORBIDDEN_SWITCHES.filter((name) => app.commandLine.hasSwitch(name));
  for (const name of present) app.commandLine.removeSwitch(name);
  return present;
}

/** A certificate that Chromium does not accept is not accepted: there is no way round, and it is logged. */
export function refuseBadCertificates(log: Log): void {
  app.on('certificate-error', (event, _contents, url, error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
    log.error('a certificate was refused', { host: URL.canParse(url) ? new URL(url).host : '', error });
  });
}

/**
 * Denies all that a page could ask of the system, and every request that is not for our own files.
 * @param onlineOrigins from where the policy file allows online maps: requests to these pass as well
 */
export function guardSession(session: Session, onlineOrigins: readonly string[], log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    log.warn('a permission was denied', { permission });
    callback(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    // What a page of ours made at somebody's press of a button is theirs to save: the system asks where.
    if (isMadeByOwnPage(item.getURL()) && item.hasUserGesture()) return;
    event.preventDefault();
    log.warn('a download was denied', { name: item.getFilename() });
  });
  session.webRequest.onBeforeRequest((request, callback) => {
    const allowed =
      isOwnUrl(request.url) ||
      /^(?:blob|data|devtools):/.test(request.url) ||
      onlineOrigins.includes(originOf(request.url));
    if (!allowed) log.warn('a request to the network was denied', { origin: originOf(request.url) });
    callback({ cancel: !allowed });
  });
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
