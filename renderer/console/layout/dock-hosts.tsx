import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import type { Dock } from './layout-tree.ts';

/** What has an element of its own: each dock, and the detail of what is selected. */
export type HostName = Dock | 'detail';

interface Hosts {
  hostOf(name: HostName): HTMLElement;
  /** Puts a host into its place. */
  settle(host: HTMLElement, place: HTMLElement): void;
  /** Puts it aside, before its place goes. */
  park(host: HTMLElement): void;
}

const HostsContext = createContext<Hosts | undefined>(undefined);

/**
 * Each dock is rendered into an element of its own, which is moved as it is from one place of the layout to another: whatever is in it, such
 * as a map, a form that somebody fills in, or a list that is scrolled, knows nothing of it.
 */
export function DockHosts({ children }: { children: ReactNode }) {
  const parking = useRef<HTMLDivElement>(null);
  const hosts = useMemo<Hosts>(() => {
    const elements = new Map<HostName, HTMLElement>();
    const scrolled = new Map<HTMLElement, Scrolled[]>();
    return {
      hostOf(name) {
        const known = elements.get(name);
        if (known !== undefined) return known;
        const made = document.createElement('div');
        made.className = name === 'detail' ? 'dock-detail' : 'dock-host';
        made.dataset['host'] = name;
        elements.set(name, made);
        return made;
      },
      settle(host, place) {
        moveInto(place, host);
        for (const { element, top, left } of scrolled.get(host) ?? [])
          element.scrollTo({ top, left, behavior: 'instant' });
        scrolled.delete(host);
      },
      park(host) {
        scrolled.set(host, scrolledIn(host));
        if (parking.current === null) host.remove();
        else moveInto(parking.current, host);
      },
    };
  }, []);
  return (
    <HostsContext value={hosts}>
      {children}
      <div ref={parking} hidden />
    </HostsContext>
  );
}

/** Renders something into the element of a dock, wherever that stands. */
export function DockContent({ name, children }: { name: HostName; children: ReactNode }) {
  return createPortal(children, useHosts().hostOf(name), name);
}

/** The place where a dock stands now. */
export function DockSlot({ name, className }: { name: HostName; className: string }) {
  const hosts = useHosts();
  const slot = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = slot.current;
    const host = hosts.hostOf(name);
    if (element === null) return undefined;
    hosts.settle(host, element);
    return () => {
      // Before this place goes: its new one takes it from there in the same turn, so that nothing is drawn in between.
      if (host.parentNode === element) hosts.park(host);
    };
  }, [hosts, name]);
  return <div ref={slot} className={className} />;
}

function useHosts(): Hosts {
  const hosts = useContext(HostsContext);
  if (hosts === undefined) throw new Error('a dock needs DockHosts above it');
  return hosts;
}

interface Scrolled {
  readonly element: Element;
  readonly top: number;
  readonly left: number;
}

/** What is scrolled in a host: a browser forgets it when an element is moved. */
function scrolledIn(host: HTMLElement): Scrolled[] {
  const found: Scrolled[] = [];
  for (const element of host.querySelectorAll('*')) {
    const { scrollTop: top, scrollLeft: left } = element;
    if (top !== 0 || left !== 0) found.push({ element, top, left });
  }
  return found;
}

/** Moves an element with its focus and what runs in it, where the browser can (Chromium 133 and newer). */
function moveInto(parent: HTMLElement, host: HTMLElement): void {
  if (host.parentNode === parent) return;
  if ('moveBefore' in parent && host.isConnected && parent.isConnected) parent.moveBefore(host, null);
  else parent.append(host);
}
