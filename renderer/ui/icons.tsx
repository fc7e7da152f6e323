import type { ReactNode } from 'react';

const SHAPES = {
  search: <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14" />,
  close: <path d="m4 4 8 8m0-8-8 8" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1.5m0 10v1.5M1.5 8H3m10 0h1.5M3.4 3.4l1.1 1.1m7 7 1.1 1.1m0-9.2-1.1 1.1m-7 7-1.1 1.1" />
    </>
  ),
  moon: <path d="M13.5 9.6A5.75 5.75 0 0 1 6.4 2.5a5.75 5.75 0 1 0 7.1 7.1Z" />,
  help: <path d="M5.9 6a2.15 2.15 0 1 1 3.2 1.9c-.7.4-1.1.8-1.1 1.7m0 2.2v.1" />,
  ascending: <path d="M8 12.5v-9M4.5 7 8 3.5 11.5 7" />,
  descending: <path d="M8 3.5v9M4.5 9 8 12.5 11.5 9" />,
  open: <path d="m3.5 6 4.5 4.5L12.5 6" />,
  add: <path d="M8 3v10M3 8h10" />,
  check: <path d="m3.5 8.5 3 3 6-7" />,
  unsent: <path d="M8 12.5V5m-3 3 3-3 3 3M3 2.5h10" />,
  list: <path d="M2 4h12M2 8h12M2 12h7" />,
  vehicle: <path d="M2 11V6l2-3h8l2 3v5zM2 7h12M4.5 11v1.75m7-1.75v1.75" />,
  route: (
    <path d="M4 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Zm1.5-1.5H10a2 2 0 0 0 0-4H6a2 2 0 0 1 0-4h4.5m1.5 1.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z" />
  ),
  person: <path d="M8 7.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5Zm-5.25 6.5a5.25 5.25 0 0 1 10.5 0" />,
  command: <path d="m3.5 4.5 3.5 3.5-3.5 3.5M8.5 12h4" />,
  panels: <path d="M1.75 2.75h12.5v10.5H1.75zM8.5 2.75v10.5M8.5 8h5.75" />,
  more: <path d="M3.2 8h.6m3.9 0h.6m3.9 0h.6" strokeWidth="2.2" />,
  wall: <path d="M1.75 3h12.5v8H1.75zM8 11v2.5M5 13.5h6" />,
  follow: <path d="M8 1.5v3m0 7v3M1.5 8h3m7 0h3M8 6.4a1.6 1.6 0 1 0 .01 0" />,
  filter: <path d="M2 3h12L9.5 8.6v4.2L6.5 14V8.6Z" />,
  send: <path d="M2.5 8h8m-3-3 3 3-3 3M13.5 3v10" />,
  export: <path d="M8 2v7.5M4.75 6.5 8 9.75l3.25-3.25M2.5 13.5h11" />,
  import: <path d="M8 10V2.5M4.75 5.5 8 2.25l3.25 3.25M2.5 13.5h11" />,
  twins: <path d="M6 2.5h7.5V10H6zM10 10v3.5H2.5V6H6" />,
  layers: <path d="m8 2 6 3.2-6 3.2-6-3.2ZM2.6 8.4 8 11.2l5.4-2.8M2.6 11.2 8 14l5.4-2.8" />,
  target: <path d="M8 3.5v-2m0 13v-2M3.5 8h-2m13 0h-2M12 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z" />,
  edit: <path d="M3 13v-2.5L10.5 3 13 5.5 5.5 13ZM9 4.5 11.5 7" />,
  sound: <path d="M2 6v4h2.5L8 13V3L4.5 6ZM10.5 5.8a3 3 0 0 1 0 4.4M12.3 4a5.5 5.5 0 0 1 0 8" />,
  rewind: <path d="M8 3.5v9L2 8ZM14 3.5v9L8 8Z" />,
  play: <path d="M4.5 2.5v11l8.5-5.5Z" />,
  pause: <path d="M5 3v10M11 3v10" />,
  bell: <path d="M3 11.5h10L11.7 10V7a3.7 3.7 0 0 0-7.4 0v3ZM6.8 13.5h2.4" />,
  flag: <path d="M3.5 14V2.5h9l-2 3 2 3h-9" />,
  remove: <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** A line drawing of 16 by 16 in the colour of the text. It never stands alone for its meaning: name its button. */
export function Icon({ name, size = '1rem' }: { name: IconName; size?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {SHAPES[name]}
    </svg>
  );
}

/** The product's mark: a lookout's eye over the horizon. */
export function Logo({ size = '1.5rem' }: { size?: string }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M2.5 13.5C5.2 8.6 8.4 6.2 12 6.2s6.8 2.4 9.5 7.3" strokeWidth="1.8" strokeLinecap="round" />
      <circle cx="12" cy="13" r="3.2" strokeWidth="1.8" />
      <path d="M3 19h18" strokeWidth="1.8" strokeLinecap="round" />
    </svg>
  );
}
