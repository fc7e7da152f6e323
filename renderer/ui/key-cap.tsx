import type { TFunction } from 'i18next';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { SHORTCUTS, type ShortcutName, SingleKeysContext } from './shortcuts.tsx';
import './key-cap.css';

/** The key of a shortcut, beside the words of the button that does the same. Said to the eye alone: a button's name stays its words. */
export function KeyCap({ of }: { of: ShortcutName }) {
  const { t } = useTranslation();
  const singleKeys = useContext(SingleKeysContext);
  const [key] = SHORTCUTS[of];
  if (key.length === 1 && !singleKeys) return null;
  // Drawn rather than written: what is written in a button is part of what it is called.
  return <kbd className="key-cap" aria-hidden="true" data-key={keyCap(t, key)} />;
}

const NAMED_CAPS = ['page-up', 'page-down', 'home', 'end', 'enter', 'escape', 'space', 'delete'] as const;

/** What is printed on the key. */
export function keyCap(t: TFunction, key: string): string {
  const named = NAMED_CAPS.find((cap) => cap === key.toLowerCase());
  if (named !== undefined) return t(`help.cap.${named}`);
  return key.length === 1 ? key.toUpperCase() : key;
}
