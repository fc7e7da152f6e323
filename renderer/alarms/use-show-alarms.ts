import { useCallback } from 'react';
import { useServices } from '../stores/services.tsx';
import { focusRegionSoon } from '../ui/regions.ts';
import type { AlarmList, AlarmListFilter } from './alarm-list.ts';

/** Opens the alarms, and where one is named its detail; narrowed to what is asked for. The focus goes to the list. */
export function useShowAlarms(model: AlarmList): (id?: string | null, filter?: AlarmListFilter) => void {
  const { selection } = useServices();
  return useCallback(
    (id = null, filter = { view: 'announced' }) => {
      model.shown.setState({ part: 'list' });
      model.setView({ ...model.view.getState(), text: '', filter });
      selection.showPanel('alarms');
      if (id !== null) selection.select({ panel: 'alarms', id });
      focusRegionSoon('list');
    },
    [model, selection],
  );
}
