import { BrowserWindow, type IpcMainInvokeEvent, ipcMain, type MessagePortMain } from 'electron';
import type { DataProcess } from '../data-host/data-process.ts';
import type { Log } from '../files/log.ts';
import { type PageAnswer, type Refusal, readPageRequest, type Sender } from './page-requests.ts';
import type { PortBroker } from '../data-host/port-broker.ts';

/** The two messages between the shell and the preload. */
const ASK = 'vigie:ask';
const PORT = 'vigie:port';

/**
 * Answers what pages ask: checks who asks and what, then has the broker give that frame a port. Every message is answered,
 * with `{ok: true}` or with a typed error.
 */
export function answerPages(
  dataProcess: DataProcess<MessagePortMain>,
  broker: PortBroker<MessagePortMain>,
  log: Log,
  onAlive: (contentsId: number) => void,
): void {
  ipcMain.handle(ASK, (event, message: unknown): PageAnswer => {
    const read = readPageRequest(senderOf(event), message);
    if (!read.ok) {
      log.warn('a message of a page was refused', { ...read.error });
      return read;
    }
    const { sender, senderFrame: frame } = event;
    if (read.request.type === 'vigie:alive') {
      onAlive(sender.id);
      return { ok: true };
    }
    const outcome = broker.ask({
      id: sender.id,
      give(port) {
        // The frame that asked may have gone; the page that is there now asks by itself.
        if (frame === null || sender.isDestroyed() || sender.mainFrame !== frame) return false;
        frame.postMessage(PORT, null, [port]);
        return true;
      },
    });
    if (outcome === 'waiting' && dataProcess.isPastLimit()) return { ok: false, error: dataHostStopped() };
    return { ok: true };
  });
}

function senderOf(event: IpcMainInvokeEvent): Sender {
  const frame = event.senderFrame;
  return {
    url: frame?.url ?? null,
    isMainFrame: frame !== null && frame === event.sender.mainFrame,
    isOwnWindow: BrowserWindow.fromWebContents(event.sender) !== null,
  };
}

function dataHostStopped(): Refusal {
  return {
    code: 'data-host-stopped',
    message: 'the data host keeps stopping; it is tried again once a minute, and the port comes when it runs',
  };
}
