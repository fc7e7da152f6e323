import type { ReactNode } from 'react';
import { Button, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';
import './button.css';

/** A button that says what it does. `quiet`: no border until it is pointed at. */
export function TextButton({
  quiet = false,
  children,
  ...props
}: ButtonProps & { quiet?: boolean; children: ReactNode }) {
  return (
    <Button {...props} className={quiet ? 'button button--quiet' : 'button'}>
      {children}
    </Button>
  );
}

/** A button of one icon. Its name is said, and shown with its shortcut when it is pointed at or focused. */
export function IconButton({
  icon,
  name,
  shortcut,
  ...props
}: ButtonProps & { icon: IconName; name: string; shortcut?: string }) {
  return (
    <TooltipTrigger delay={500}>
      <Button {...props} aria-label={name} className="button button--quiet button--icon">
        <Icon name={icon} />
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {name}
        {shortcut === undefined ? null : <kbd>{shortcut}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
