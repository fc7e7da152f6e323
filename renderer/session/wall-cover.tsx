import { useTranslation } from 'react-i18next';
import { useSession } from '../stores/services.tsx';
import './session.css';

/** Covers the views of a wall where the settings want it. What is wrong is still said above it. */
export function WallCover() {
  const { t } = useTranslation();
  const isCovered = useSession(({ session }) => session?.locksWalls === true && session.lock !== null);
  if (!isCovered) return null;
  return (
    <div className="wall-cover" data-testid="wall-cover">
      <p className="wall-cover__title">{t('session.wall-locked')}</p>
      <p>{t('session.wall-locked-detail')}</p>
    </div>
  );
}
