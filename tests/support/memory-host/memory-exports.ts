import type { ExportProgress, ExportRequest } from '../../../shared/contract/index.ts';
import { createListeners, type StreamSource } from '../../../shared/rpc/index.ts';

/** Exports whose course a test says. */
export interface MemoryExports {
  readonly asked: ExportRequest[];
  /** Exports that the window gave up. */
  readonly givenUp: () => number;
  tell(progress: Partial<ExportProgress>): void;
  run(request: ExportRequest): StreamSource<ExportProgress>;
}

export function createMemoryExports(): MemoryExports {
  const asked: ExportRequest[] = [];
  const ready = createListeners<void>();
  let progress: ExportProgress | undefined;
  let isNew = false;
  let givenUp = 0;
  return {
    asked,
    givenUp: () => givenUp,
    tell(change) {
      if (progress === undefined) throw new Error('nothing is being exported');
      progress = { ...progress, ...change };
      isNew = true;
      ready.emit();
    },
    run(request) {
      asked.push(request);
      progress = {
        ...{ state: 'choosing', rows: 0, totalRows: null, bytes: 0, file: null, href: null, fault: null },
      };
      isNew = true;
      return {
        onReady: (listener) => ready.add(listener),
        take() {
          if (!isNew) return undefined;
          isNew = false;
          return progress;
        },
        dispose() {
          givenUp += 1;
        },
      };
    },
  };
}
