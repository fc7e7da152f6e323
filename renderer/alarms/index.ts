export { AlarmBar, WallAlarmBar } from './alarm-bar.tsx';
export { AlarmMark } from './alarm-mark.tsx';
export { AlarmDetail } from './alarm-detail.tsx';
export { type AlarmList, createAlarmList } from './alarm-list.ts';
export { AlarmPanel } from './alarm-panel.tsx';
export { AlarmTabLabel } from './alarm-tab-label.tsx';
export { AlarmsProvider } from './alarms-provider.tsx';
export { AlarmsOfVehicle } from './alarms-of-vehicle.tsx';
export { WallAlarms } from './wall-alarms.tsx';
