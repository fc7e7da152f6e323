import type { RpcClient } from '../../shared/rpc/index.ts';
import type { EditResult, VigieContract } from '../../shared/contract/index.ts';
import type { FieldValues } from '../../shared/domain/index.ts';

type Window = RpcClient<VigieContract>;

/** What a person at a desktop does with incidents and handovers, as the windows ask for it. @throws Error where it was not kept */
export function shiftDesk(window: Window) {
  const kept = (result: EditResult): string => {
    if (result.result !== 'kept') throw new Error(JSON.stringify(result));
    return result.id;
  };
  return {
    async openIncident(title: string, fields: FieldValues = {}): Promise<string> {
      const all = { title, priority: 'high', ...fields };
      return kept(await window.request('edits.create', { entity: 'incident', fields: all }));
    },
    async onIncident(id: string, action: string, parameters: FieldValues = {}): Promise<void> {
      kept(await window.request('edits.act', { entity: 'incident', id, action, parameters }));
    },
    async draft(leavingBy: string, shiftFrom: Date, shiftTo: Date): Promise<string> {
      const fields = { shiftFrom: shiftFrom.toISOString(), shiftTo: shiftTo.toISOString(), leavingBy };
      return kept(await window.request('edits.create', { entity: 'handover', fields }));
    },
    async onHandover(id: string, action: string, parameters: FieldValues = {}): Promise<void> {
      kept(await window.request('edits.act', { entity: 'handover', id, action, parameters }));
    },
    async handOver(id: string): Promise<void> {
      kept(await window.request('handovers.handOver', { id }));
    },
  };
}
