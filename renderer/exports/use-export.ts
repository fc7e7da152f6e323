import { useCallback, useEffect, useRef, useState } from 'react';
import type { ExportProgress } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';
import { knownErrorCode } from '../i18n/index.ts';
import { useServices } from '../stores/services.tsx';
import type { AskedExport } from './subjects.ts';

export interface ExportRun {
  /** Null: nothing was asked for yet. */
  progress: ExportProgress | null;
  start: (request: AskedExport) => void;
  /** Gives it up; what was written of it is taken away. */
  stop: () => void;
}

const AT_FIRST: ExportProgress = {
  ...{ state: 'choosing', rows: 0, totalRows: null, bytes: 0, file: null, href: null, fault: null },
};

/** One export at a time. It ends with the part of the window that asked for it. */
export function useExport(): ExportRun {
  const { connection } = useServices();
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const close = useRef<Disposer>(() => undefined);
  const stop = useCallback(() => {
    close.current();
    setProgress((now) => (now === null || isOver(now) ? now : { ...now, state: 'given-up' }));
  }, []);
  useEffect(() => () => close.current(), []);
  const start = useCallback(
    (request: AskedExport) => {
      close.current();
      setProgress(AT_FIRST);
      close.current = connection.openStream('exports.run', request, {
        onItem(item) {
          setProgress(item);
          if (!isOver(item)) return;
          close.current();
          if (item.href !== null) download(item.href);
        },
        onEnd: ({ code, message }) =>
          setProgress({ ...AT_FIRST, state: 'failed', fault: { code: knownErrorCode(code), detail: message } }),
      });
    },
    [connection],
  );
  return { progress, start, stop };
}

export function isOver({ state }: ExportProgress): boolean {
  return state === 'done' || state === 'given-up' || state === 'failed';
}

/** In a browser the file is fetched as any download is. */
function download(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
