import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type ImportProblem,
  type ImportSettings,
  type ImportState,
  MAX_TABLE_BYTES,
  type TableForm,
  type TablePreview,
} from '../../../../shared/contract/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { errorSentence } from '../../../i18n/index.ts';
import { useClient, useServices } from '../../../stores/services.tsx';

import { sendTable } from './send-table.ts';

/** How often an import under way is looked at, ms. */
const POLL_MS = 250;
/** Problems that are shown; all are in the report. */
export const SHOWN_PROBLEMS = 100;

export type ImportStep =
  | { readonly step: 'choosing'; readonly trouble: string | null }
  | { readonly step: 'sending'; readonly share: number }
  | { readonly step: 'columns'; readonly preview: TablePreview; readonly fileName: string }
  | { readonly step: 'working'; readonly state: ImportState }
  | { readonly step: 'result'; readonly state: ImportState; readonly problems: readonly ImportProblem[] };

export interface PartyImport {
  readonly now: ImportStep;
  readonly importId: string | null;
  readonly choose: (file: File) => void;
  readonly read: (form: TableForm) => void;
  readonly start: (settings: ImportSettings, isTrial: boolean) => void;
  readonly stop: () => void;
  readonly undo: (id: string) => void;
  /** From a result back to the columns. */
  readonly back: () => void;
  readonly restart: () => void;
}

/** The way of one table from a file to third parties. The data host goes on when the window closes; the file is then forgotten. */
export function usePartyImport(): PartyImport {
  const { t } = useTranslation();
  const { clock } = useServices();
  const client = useClient();
  const [now, setNow] = useState<ImportStep>({ step: 'choosing', trouble: null });
  const [importId, setImportId] = useState<string | null>(null);
  const columns = useRef<Extract<ImportStep, { step: 'columns' }> | null>(null);
  const isClosed = useRef(false);
  useEffect(() => () => void (isClosed.current = true), []);

  const trouble = (error: unknown): ImportStep => {
    const { sentence, remedy } = errorSentence(t, error instanceof RpcError ? error.code : 'internal');
    return { step: 'choosing', trouble: t('party-import.failed', { message: `${sentence} ${remedy}` }) };
  };
  const show = (next: ImportStep) => {
    if (isClosed.current) return;
    if (next.step === 'columns') columns.current = next;
    setNow(next);
  };

  async function read(id: string, form: TableForm | null, fileName: string): Promise<void> {
    const answer = await client.request('thirdParties.import.read', { importId: id, form });
    if (answer.result === 'read') return show({ step: 'columns', preview: answer.preview, fileName });
    const { code, line = 1 } = answer.fault;
    show({ step: 'choosing', trouble: t(`party-import.fault.${code}`, { line }) });
  }

  async function follow(id: string, state: ImportState): Promise<void> {
    let last = state;
    while (['checking', 'running', 'undoing'].includes(last.phase) && !isClosed.current) {
      show({ step: 'working', state: last });
      await new Promise<void>((resolve) => void clock.after(POLL_MS, resolve));
      last = await client.request('thirdParties.import.state', { importId: id });
    }
    const page = { importId: id, offset: 0, limit: SHOWN_PROBLEMS };
    const { problems } =
      last.problems > 0 ? await client.request('thirdParties.import.problems', page) : { problems: [] };
    show({ step: 'result', state: last, problems });
  }

  const safely = (work: Promise<void>) => void work.catch((error: unknown) => show(trouble(error)));

  return {
    now,
    importId,
    choose(file) {
      if (file.size > MAX_TABLE_BYTES) return show({ step: 'choosing', trouble: t('party-import.too-large') });
      if (file.size === 0) return show({ step: 'choosing', trouble: t('party-import.fault.empty') });
      show({ step: 'sending', share: 0 });
      safely(
        sendTable(client, file, (share) => show({ step: 'sending', share })).then((id) => {
          setImportId(id);
          return read(id, null, file.name);
        }),
      );
    },
    read(form) {
      if (importId !== null) safely(read(importId, form, columns.current?.fileName ?? ''));
    },
    start(settings, isTrial) {
      if (importId === null) return;
      safely(
        client
          .request('thirdParties.import.start', { importId, settings, isTrial })
          .then((state) => follow(importId, state)),
      );
    },
    stop() {
      if (importId !== null) client.request('thirdParties.import.stop', { importId }).catch(() => undefined);
    },
    undo: (id) => {
      setImportId(id);
      safely(client.request('thirdParties.import.undo', { id }).then((state) => follow(id, state)));
    },
    back() {
      if (columns.current !== null) show(columns.current);
    },
    restart() {
      if (importId !== null) client.request('thirdParties.import.end', { importId }).catch(() => undefined);
      setImportId(null);
      columns.current = null;
      show({ step: 'choosing', trouble: null });
    },
  };
}
