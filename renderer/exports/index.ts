export { CycleDocuments } from './cycle-documents.tsx';
export { ExportButton } from './export-button.tsx';
export type { ExportSubject } from './subjects.ts';
