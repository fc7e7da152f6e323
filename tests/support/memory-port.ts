import type { PortLike } from '../../renderer/workers/port-channel.ts';
import type { Channel } from '../../shared/rpc/index.ts';

/** A port, as a worker gets one, over one end of a channel in memory. */
export function portOver(channel: Channel): PortLike {
  return {
    postMessage: (message) => channel.send(message),
    addEventListener(type, listener) {
      if (type === 'message') channel.onMessage((data) => listener(new MessageEvent('message', { data })));
      if (type === 'close') channel.onClose(() => listener(new Event('close')));
    },
    start: () => undefined,
    close: () => channel.close(),
  };
}
