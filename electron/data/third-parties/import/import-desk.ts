import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ImportSettings, ImportState, TablePreview } from '../../../../shared/contract/index.ts';
import type { Clock } from '../../../../shared/domain/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { createUploads, type Uploads } from '../../ground/uploads.ts';
import type { Store } from '../../store/store.ts';
import { createImportJob, type ImportJob } from './import-job.ts';
import { previewTable } from './table-preview.ts';
import { TableError } from './table-rows.ts';

export type TableFault = NonNullable<ImportState['fault']>;

/** Tables that windows bring, and what is made of them. One of them is worked on at a time. */
export interface ImportDesk {
  readonly uploads: Pick<Uploads, 'begin' | 'send'>;
  read(id: string, form: TablePreview['form'] | null): Promise<{ preview: TablePreview } | { fault: TableFault }>;
  /** @throws RpcError where another import is under way */
  start(id: string, settings: ImportSettings, isTrial: boolean): ImportState;
  job(id: string): ImportJob;
  undo(id: string): ImportState;
  /** Forgets a table. */
  end(id: string): Promise<void>;
  close(): Promise<void>;
}

export function createImportDesk({ folder, store, clock }: { folder: string; store: Store; clock: Clock }): ImportDesk {
  const place = path.join(folder, 'import');
  const uploads = createUploads(place);
  const jobs = new Map<string, ImportJob>();

  function find(id: string): ImportJob {
    const job = jobs.get(id);
    if (job === undefined) throw new RpcError('not-found', 'there is no such import', { field: 'importId' });
    return job;
  }
  function refuseWhileBusy(): void {
    if ([...jobs.values()].some((job) => job.isBusy()))
      throw new RpcError('invalid-request', 'another import is under way: wait for it, or stop it', {
        field: 'importId',
      });
  }

  return {
    uploads,
    async read(id, form) {
      let job = jobs.get(id);
      if (job === undefined) {
        const { file, fileName, isWhole } = await uploads.finish(id);
        if (!isWhole) {
          await rm(file, { force: true });
          return { fault: { code: 'broken-off' } };
        }
        job = createImportJob({ id, file, fileName, store, clock });
        jobs.set(id, job);
      }
      try {
        return { preview: await previewTable(job.file, form) };
      } catch (error) {
        if (error instanceof TableError) return { fault: faultOf(error) };
        throw error;
      }
    },
    start(id, settings, isTrial) {
      const job = find(id);
      refuseWhileBusy();
      return job.start(settings, isTrial);
    },
    job: find,
    undo(id) {
      refuseWhileBusy();
      const known = jobs.get(id) ?? createImportJob({ id, file: '', fileName: '', store, clock });
      jobs.set(id, known);
      return known.undo();
    },
    async end(id) {
      const job = jobs.get(id);
      jobs.delete(id);
      if (job === undefined) await uploads.cancel(id).catch(() => undefined);
      else await job.close();
    },
    async close() {
      for (const job of jobs.values()) await job.close();
      jobs.clear();
      await uploads.close();
    },
  };
}

export function faultOf({ code, line }: TableError): TableFault {
  return line === undefined ? { code } : { code, line };
}
