import { type ReactNode, type RefAttributes, useRef } from 'react';
import { Button, type ButtonProps } from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';
import { NamedByTooltip } from './named-by-tooltip.tsx';
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
  const button = useRef<HTMLButtonElement>(null);
  const words = (
    <>
      {name}
      {shortcut === undefined ? null : <kbd>{shortcut}</kbd>}
    </>
  );
  return (
    <NamedByTooltip button={button} words={words}>
      <Button {...props} ref={button} aria-label={name} className="button button--quiet button--icon">
        <Icon name={icon} />
      </Button>
    </NamedByTooltip>
  );
}

/**
 * A button beside a list's search: an icon and what it does, of which only the icon stays where there is no room for the words. They are then
 * said in its name, and shown when it is pointed at or focused.
 */
export function ToolButton({ icon, name, ...props }: ButtonProps & { icon: IconName; name: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const words = useRef<HTMLSpanElement>(null);
  // Words that are read are not said again.
  return (
    <NamedByTooltip button={button} words={name} isNeeded={() => words.current?.offsetWidth === 0}>
      <Button {...props} ref={button} aria-label={name} className="button button--tool">
        <Icon name={icon} size="0.875rem" />
        <span ref={words} className="button__words">
          {name}
        </span>
      </Button>
    </NamedByTooltip>
  );
}
