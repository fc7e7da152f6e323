import { Dialog, DialogTrigger, Popover, ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useSelection } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { FleetFilterBar } from './filter/index.ts';
import { Legend } from './legend/index.ts';

/** Over a map that is worked with: its filter, whether it follows the selected vehicle, and its legend. */
export function MapTools({ following, onFollow }: { following: boolean; onFollow: (following: boolean) => void }) {
  const { t } = useTranslation();
  const hasVehicle = useSelection((state) => state.slotOf !== null);
  useShortcut('follow', () => onFollow(!following && hasVehicle));
  return (
    <div className="filter-bar filter-bar--map">
      <FleetFilterBar />
      <ToggleButton
        className="button"
        data-testid="follow"
        aria-label={t('map.follow-name')}
        isSelected={following}
        isDisabled={!hasVehicle && !following}
        onChange={onFollow}
      >
        <Icon name="follow" />
        {t('map.follow')}
      </ToggleButton>
      <DialogTrigger>
        <TextButton data-testid="legend-open">{t('legend.title')}</TextButton>
        <Popover className="filter-popover" offset={4} placement="bottom end">
          <Dialog aria-label={t('legend.title')} data-testid="legend">
            <Legend />
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}
