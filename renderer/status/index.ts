export { ConnectionState, StateAnnouncer } from './connection-state.tsx';
export { FaultBanner } from './fault-banner.tsx';
export { type Fault, FAULT_NAMES, type FaultName, faultsOf, type Observed, positionsShown } from './faults.ts';
export { LiveFrame } from './live-frame.tsx';
export { OutboxState, WallOutbox } from './outbox-state.tsx';
export { PartLabel } from './part-label.tsx';
export { countToSettle, overallOf, type PartShown, partsOf } from './parts.ts';
export { useObserved } from './use-observed.ts';
