import type { partyImportMethods } from '../../../shared/contract/index.ts';
import type { Store } from '../store/store.ts';
import type { ImportDesk } from '../third-parties/import/import-desk.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createPartyImportHandlers(desk: ImportDesk, store: Store): MethodHandlers<typeof partyImportMethods> {
  return {
    'thirdParties.import.begin': async ({ fileName, bytes }) => ({
      importId: await desk.uploads.begin(fileName, fileName, bytes),
    }),
    'thirdParties.import.send': async ({ importId, offset, base64 }) => ({
      received: await desk.uploads.send(importId, offset, Buffer.from(base64, 'base64')),
    }),
    async 'thirdParties.import.read'({ importId, form }) {
      const read = await desk.read(importId, form);
      if ('fault' in read) return { result: 'refused', fault: read.fault };
      return { result: 'read', preview: read.preview };
    },
    'thirdParties.import.start': ({ importId, settings, isTrial }) => desk.start(importId, settings, isTrial),
    'thirdParties.import.state': ({ importId }) => desk.job(importId).state(),
    'thirdParties.import.problems': async ({ importId, offset, limit }) => ({
      problems: await desk.job(importId).problems.page(offset, limit),
    }),
    'thirdParties.import.stop'({ importId }) {
      desk.job(importId).stop();
      return {};
    },
    async 'thirdParties.import.end'({ importId }) {
      await desk.end(importId);
      return {};
    },
    'thirdParties.import.last'() {
      const last = store.read((cache) => cache.imports.last());
      if (last === undefined) return { last: null };
      const { id, fileName, madeAtMs, created, updated } = last;
      return { last: { id, fileName, madeAtMs, created, updated } };
    },
    'thirdParties.import.undo': ({ id }) => desk.undo(id),
  };
}
