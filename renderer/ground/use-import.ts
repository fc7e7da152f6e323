import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_IMPORT_BYTES } from '../../shared/contract/index.ts';
import { RpcError } from '../../shared/rpc/index.ts';
import { errorSentence } from '../i18n/error-sentence.ts';
import { useClient } from '../stores/services.tsx';
import { importFile, layerNameOf } from './import-file.ts';
import { importSentence } from './import-sentence.ts';

export type ImportState =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly fileName: string; readonly share: number }
  | { readonly state: 'failed'; readonly sentence: string };

/** One import at a time, and what became of the last. */
export function useImport(): { now: ImportState; start: (file: File) => void } {
  const { t } = useTranslation();
  const client = useClient();
  const [now, setNow] = useState<ImportState>({ state: 'idle' });

  async function run(file: File): Promise<ImportState> {
    if (file.size > MAX_IMPORT_BYTES) {
      const megabytes = Math.round(MAX_IMPORT_BYTES / 1e6);
      return { state: 'failed', sentence: t('ground.layers.too-large', { megabytes }) };
    }
    try {
      const result = await importFile(client, file, layerNameOf(file.name), (share) =>
        setNow({ state: 'running', fileName: file.name, share }),
      );
      if (result.result === 'imported') return { state: 'idle' };
      return { state: 'failed', sentence: importSentence(result.reason, t) };
    } catch (error) {
      const { sentence, remedy } = errorSentence(t, error instanceof RpcError ? error.code : 'internal');
      return { state: 'failed', sentence: t('ground.layers.failed', { message: `${sentence} ${remedy}` }) };
    }
  }
  return {
    now,
    start(file) {
      if (now.state === 'running') return;
      setNow({ state: 'running', fileName: file.name, share: 0 });
      void run(file).then(setNow);
    },
  };
}
