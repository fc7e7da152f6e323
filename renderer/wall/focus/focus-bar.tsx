import { useTranslation } from 'react-i18next';
import { useThisScreen } from '../wall-context.tsx';
import { useFocusShown } from './use-focus-shown.ts';
import './focus-bar.css';

/** Says that this wall shows what the console sent, so that nobody takes it for what it always shows. */
export function FocusBar() {
  const { t } = useTranslation();
  const { now } = useThisScreen();
  const focus = now?.focus ?? null;
  const name = useFocusShown(focus);
  if (focus === null) return null;
  return (
    <output className="focus-bar" data-testid="focus-bar" data-kind={focus.kind}>
      <span className="focus-bar__mark" aria-hidden="true" />
      {focus.kind === 'area' ? t('wall.focus.area') : t(`wall.focus.${focus.kind}`, { name: name ?? '…' })}
    </output>
  );
}
