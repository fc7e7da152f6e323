// @vitest-environment node
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createPortTransport } from '../../../../renderer/connection/port-transport.ts';
import type { ToPositionsWorker } from '../../../../renderer/workers/index.ts';

const ORIGIN = 'app://vigie';
type Listener = (event: { source: unknown; origin: string; data: unknown; ports: MessagePort[] }) => void;

/** A window whose messages the test answers as the preload does. */
function createPage() {
  const listeners = new Set<Listener>();
  const asked: unknown[] = [];
  const page = {
    location: { origin: ORIGIN },
    addEventListener: (_: 'message', listener: Listener) => void listeners.add(listener),
    postMessage: (message: unknown) => void asked.push(message),
  };
  const post = (data: unknown, ports: MessagePort[] = [], from: { source?: unknown; origin?: string } = {}) => {
    for (const listener of listeners) listener({ source: page, origin: ORIGIN, ...from, data, ports });
  };
  return { page: page as unknown as Window, asked, post };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('the port of the desktop', () => {
  it('is asked for, and carries messages both ways', async () => {
    const { page, asked, post } = createPage();
    const opening = createPortTransport(page).open(new AbortController().signal);
    expect(asked).toEqual([{ type: 'vigie:connect' }]);
    const { port1, port2 } = new MessageChannel();
    post({ type: 'vigie:port' }, [port1]);
    const { channel } = await opening;
    const received: unknown[] = [];
    channel.onMessage((message) => received.push(message));
    const heard: unknown[] = [];
    port2.on('message', (message) => heard.push(message));
    port2.postMessage({ hello: 1 });
    channel.send({ bytes: new Uint8Array([1, 2]) });
    await soon();
    expect(received).toEqual([{ hello: 1 }]);
    expect(heard).toEqual([{ bytes: new Uint8Array([1, 2]) }]);
    port2.close();
    await soon();
    let isClosed = false;
    channel.onClose(() => {
      isClosed = true;
    });
    expect(isClosed).toBe(true);
  });

  it('is not taken from another window, another origin, or a message of another kind', async () => {
    const { page, post } = createPage();
    const controller = new AbortController();
    const opening = createPortTransport(page).open(controller.signal);
    const { port1 } = new MessageChannel();
    post({ type: 'vigie:port' }, [port1], { source: {} });
    post({ type: 'vigie:port' }, [port1], { origin: 'https://vigie.example' });
    post({ type: 'vigie:ports' }, [port1]);
    post({ type: 'vigie:port' }, []);
    post(null, [port1]);
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    port1.close();
  });

  it('that comes unasked is announced and used by the next opening', async () => {
    const { page, asked, post } = createPage();
    const transport = createPortTransport(page);
    let offers = 0;
    transport.onOffer(() => {
      offers += 1;
    });
    const { port1 } = new MessageChannel();
    post({ type: 'vigie:port' }, [port1]);
    expect(offers).toBe(1);
    const link = await transport.open(new AbortController().signal);
    expect(asked).toEqual([]);
    link.channel.close();
  });

  it('is refused with the shell’s own code', async () => {
    const { page, post } = createPage();
    const opening = createPortTransport(page).open(new AbortController().signal);
    post({ type: 'vigie:error', error: { code: 'data-host-stopped', message: 'it keeps stopping' } });
    await expect(opening).rejects.toMatchObject({ code: 'data-host-stopped' });
  });

  it('gives the worker a port of its own, whose other end goes to the data host', async () => {
    const { page, post } = createPage();
    const transport = createPortTransport(page);
    const { port1, port2 } = new MessageChannel();
    const hostGot: unknown[] = [];
    port2.on('message', (message) => hostGot.push(message));
    post({ type: 'vigie:port' }, [port1]);
    const link = await transport.open(new AbortController().signal);
    const told: { message: ToPositionsWorker; ports: readonly Transferable[] }[] = [];
    link.attachWorker({ postMessage: (message, ports = []) => void told.push({ message, ports }) });
    expect(told[0]?.message).toEqual({ type: 'port' });
    expect(told[0]?.ports).toHaveLength(1);
    await soon();
    expect(hostGot).toEqual([{ type: 'channel' }]);
    port2.close();
  });
});
