import type { exportMethods, VigieContract } from '../../../shared/contract/index.ts';
import { type Handlers, RpcError } from '../../../shared/rpc/index.ts';
import { type DocumentRequest, type ExportParts, runExport } from '../exports/export-run.ts';
import type { Download, RemoteFile } from '../remote/download.ts';
import type { RestClient } from '../remote/rest-client.ts';
import { NO_SERVER } from '../no-server.ts';
import type { SessionDesk } from '../session/session-desk.ts';
import type { MethodHandlers } from './method-handlers.ts';

/** What exports are made of. Without a server there are those of the cache. */
export type ExportDesk = Omit<ExportParts, 'download'> & {
  documents: Pick<RestClient, 'invoices' | 'download'> | undefined;
};

export function createExportHandlers({ documents }: ExportDesk): MethodHandlers<typeof exportMethods> {
  return {
    async 'invoices.ofCycle'({ billingCycleId }, context) {
      if (documents === undefined) throw new RpcError(NO_SERVER.code, NO_SERVER.message);
      const asking = new AbortController();
      const stop = context.onCancel(() => asking.abort());
      try {
        return await documents.invoices(billingCycleId, asking.signal);
      } finally {
        stop();
      }
    },
  };
}

export function createExportStreams(
  { documents, ...parts }: ExportDesk,
  session: Pick<SessionDesk, 'now'>,
): Pick<Handlers<VigieContract>['streams'], 'exports.run'> {
  const download = async (request: DocumentRequest, signal: AbortSignal): Promise<RemoteFile> => {
    if (documents === undefined) throw new RpcError(NO_SERVER.code, NO_SERVER.message);
    return documents.download(asDownload(request), signal);
  };
  return {
    'exports.run'(request) {
      // What is covered is not carried out either.
      if (session.now().lock !== null) throw new RpcError('locked', 'the windows are locked: sign in again');
      return runExport(request, { ...parts, download });
    },
  };
}

function asDownload(request: DocumentRequest): Download {
  switch (request.what) {
    case 'invoice': {
      const { id, format, language } = request;
      const name = format === 'ubl' ? 'invoice.xml' : 'invoice.pdf';
      return { path: `/invoices/${encodeURIComponent(id)}/document`, params: { format, language }, name };
    }
    case 'statement': {
      const { id, language } = request;
      return {
        path: `/billing-cycles/${encodeURIComponent(id)}/statement`,
        params: { language },
        name: 'statement.pdf',
      };
    }
    case 'incident': {
      const { id, language } = request;
      return { path: `/incidents/${encodeURIComponent(id)}/report`, params: { language }, name: 'incident.pdf' };
    }
    case 'fec': {
      const { from, to, foreign } = request;
      return { path: '/exports/fec', params: { from, to, foreign }, name: 'FEC.txt' };
    }
  }
}
