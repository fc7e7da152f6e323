export * from './handover.ts';
export * from './handover-actions.ts';
export * from './handover-items.ts';
export * from './incident.ts';
export * from './incident-actions.ts';
