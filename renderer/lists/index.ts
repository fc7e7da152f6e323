export type { Column } from './columns.ts';
export { Detail, Fact, Facts, Missing } from './detail.tsx';
export { ListPanel } from './list-panel.tsx';
export { type RecordHandle, type RecordState, useRecord } from './use-record.ts';
