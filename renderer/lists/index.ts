export type { Column } from './columns.ts';
export { DataTable } from './data-table.tsx';
export { Detail, Fact, Facts, Missing } from './detail.tsx';
export { HeldRows } from './held-rows.tsx';
export { ListPanel, StaleNotice, useListShown } from './list-panel.tsx';
export { MarkedBar } from './mark-cells.tsx';
export { createMarks, type Marks, MAX_MARKED } from './marks.ts';
export { type RecordHandle, type RecordState, useRecord } from './use-record.ts';
