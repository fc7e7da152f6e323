import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/button.tsx';
import { useReplay, useReplaying } from './replay-context.tsx';

/** In the head of a window: goes back, and to what is live. */
export function ReplayButton() {
  const { t } = useTranslation();
  const replay = useReplay();
  const isBack = useReplaying() !== null;
  return (
    <IconButton
      icon="rewind"
      name={t(isBack ? 'replay.to-live' : 'replay.begin')}
      shortcut="Z"
      data-testid="replay-begin"
      onPress={() => (isBack ? replay.end() : replay.begin())}
    />
  );
}
