import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { type Severity, StatusMark } from './status-mark.tsx';
import './state-message.css';

interface StateMessageProps {
  severity: Severity;
  /** A drawing for what is no fault. */
  icon?: IconName;
  title: string;
  detail?: string | undefined;
  /** What the person can do from here. */
  action?: ReactNode;
}

/** What a panel says when it has nothing to show: empty, waiting, failed. */
export function StateMessage({ severity, icon, title, detail, action }: StateMessageProps) {
  return (
    <div className="state-message" role={severity === 'alarm' ? 'alert' : 'status'}>
      {icon === undefined ? <StatusMark severity={severity} size="1.75rem" /> : <Icon name={icon} size="1.75rem" />}
      <p className="state-message__title">{title}</p>
      {detail === undefined ? null : <p className="state-message__detail">{detail}</p>}
      {action}
    </div>
  );
}
