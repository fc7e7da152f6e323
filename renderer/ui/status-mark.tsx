import type { ReactNode } from 'react';
import './status-mark.css';

/**
 * How abnormal something is. Each has a shape of its own, so that colour is never alone to say it (ISA-101).
 */
export const SEVERITIES = ['normal', 'unknown', 'notice', 'warning', 'alarm'] as const;
export type Severity = (typeof SEVERITIES)[number];

const SHAPES: Readonly<Record<Severity, ReactNode>> = {
  normal: <circle cx="8" cy="8" r="3" fill="currentColor" />,
  unknown: (
    <circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.4 2.3" />
  ),
  notice: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 7.2v4M8 4.7v.2" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.6 15.2 14H.8Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M8 6v4M8 12v.2" className="status-mark__hole" />
    </>
  ),
  alarm: (
    <>
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2" fill="currentColor" />
      <path d="m5 5 6 6m0-6-6 6" className="status-mark__hole" />
    </>
  ),
};

/** The shape of a severity, in its colour. `label` names it where no text beside it does. */
export function StatusMark({ severity, label, size = '1em' }: { severity: Severity; label?: string; size?: string }) {
  const name = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} className={`status-mark status-mark--${severity}`} {...name}>
      {SHAPES[severity]}
    </svg>
  );
}
