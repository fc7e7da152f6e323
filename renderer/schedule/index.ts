export { firstLine, LineCombo } from './line-combo.tsx';
export { createScheduleModel, type ScheduleModel } from './schedule-model.ts';
export { SchedulePanel } from './schedule-panel.tsx';
export { useDiagramOf, useLines } from './use-schedule.ts';
export { WallSchedule } from './wall-schedule.tsx';
