export { createHandoverList, type HandoverList } from './handover-list.ts';
export { HandoverDetail } from './handover-detail.tsx';
export { HandoverPanel } from './handover-panel.tsx';
export { createIncidentList, type IncidentList } from './incident-list.ts';
export { IncidentDetail } from './incident-detail.tsx';
export { IncidentPanel } from './incident-panel.tsx';
export { IncidentsOf } from './incidents-of.tsx';
export { type MapLookout, MapLookoutProvider } from './map-lookout.tsx';
