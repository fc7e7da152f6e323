import { useTranslation } from 'react-i18next';
import { StatusMark } from '../ui/status-mark.tsx';
import { useGroundView } from './ground-context.tsx';
import { baseMapFault } from './ground-fault.ts';
import './ground-notice.css';

/** Over a map, as long as another base map is shown than the one that was chosen: why, and what is shown instead. */
export function GroundNotice() {
  const { t } = useTranslation();
  const sentence = baseMapFault(
    useGroundView((view) => view),
    t,
  );
  return (
    <output className="ground-notice" data-testid="ground-notice">
      {sentence === undefined ? null : (
        <span className="ground-notice__text">
          <StatusMark severity="notice" size="1em" />
          <span>
            {sentence} {t('ground.fault.instead')}
          </span>
        </span>
      )}
    </output>
  );
}
