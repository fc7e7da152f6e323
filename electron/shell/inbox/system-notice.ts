import { Notification } from 'electron';
import type { Log } from '../files/log.ts';

/** Those that are on the screen: one that is not held on to is collected, and its click with it. */
const held = new Set<Notification>();

/** Shows a notice of the system. Pages may not: permissions are denied to them. */
export function showSystemNotice(
  { title, body, icon }: { title: string; body: string; icon: string },
  onClick: () => void,
  log: Log,
): void {
  if (!Notification.isSupported()) return log.info('this desktop shows no notices', { title });
  const notice = new Notification({ title, body, icon });
  const release = () => held.delete(notice);
  notice.on('click', () => {
    release();
    onClick();
  });
  notice.on('close', release);
  notice.on('failed', (_event, reason) => {
    release();
    log.warn('a notice could not be shown', { reason });
  });
  held.add(notice);
  notice.show();
}
