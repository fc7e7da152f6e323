export { createScheduleModel, type ScheduleModel } from './schedule-model.ts';
export { SchedulePanel } from './schedule-panel.tsx';
