import type { ReactNode } from 'react';
import './news-mark.css';

/** How the news of a vehicle stands. */
export const NEWS_STATES = ['heard', 'late', 'silent', 'suspect', 'never'] as const;
export type NewsState = (typeof NEWS_STATES)[number];

/** The symbols of the map (renderer/supervision/layers/fleet-fragment.ts), so that one legend is enough. */
const SHAPES: Readonly<Record<NewsState, ReactNode>> = {
  heard: <circle cx="8" cy="8" r="3.25" fill="currentColor" />,
  late: (
    <>
      <circle cx="8" cy="8" r="4.25" fill="currentColor" />
      <path d="M2.4 13.6 13.6 2.4" className="news-mark__casing" />
      <path d="M2.4 13.6 13.6 2.4" stroke="currentColor" strokeWidth="1.7" />
    </>
  ),
  silent: (
    <>
      <circle cx="8" cy="8" r="4.25" fill="currentColor" />
      <path d="M2.4 13.6 13.6 2.4M2.4 2.4l11.2 11.2" className="news-mark__casing" />
      <path d="M2.4 13.6 13.6 2.4M2.4 2.4l11.2 11.2" stroke="currentColor" strokeWidth="1.7" />
    </>
  ),
  suspect: (
    <>
      <path d="M8 1.4 15.3 14H.7Z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
      <circle cx="8" cy="9.8" r="2.4" fill="currentColor" />
    </>
  ),
  never: <circle cx="8" cy="8" r="4" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.2 2" />,
};

/** The symbol of a vehicle's news. `label` names it where no text beside it does. */
export function NewsMark({ news, label, size = '1em' }: { news: NewsState; label?: string; size?: string }) {
  const name = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} className={`news-mark news-mark--${news}`} {...name}>
      {SHAPES[news]}
    </svg>
  );
}
