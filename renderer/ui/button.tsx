import type { ReactNode, RefAttributes } from 'react';
import { Button, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';
import './button.css';

/** A button that says what it does. `quiet`: no border until it is pointed at; `main`: what one came for. */
export function TextButton({
  quiet = false,
  main = false,
  children,
  ...props
}: ButtonProps & RefAttributes<HTMLButtonElement> & { quiet?: boolean; main?: boolean; children: ReactNode }) {
  const kind = main ? ' button--main' : quiet ? ' button--quiet' : '';
  return (
    <Button {...props} className={`button${kind}`}>
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
