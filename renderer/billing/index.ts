export { BillingCycleDetail } from './billing-cycle-detail.tsx';
export { BillingCyclePanel } from './billing-cycle-panel.tsx';
export { type BillingLists, createBillingLists, type MissionScope } from './billing-lists.ts';
export { MissionDetail } from './mission-detail.tsx';
export { MissionPanel } from './mission-panel.tsx';
export { MissionSummary } from './mission-summary.tsx';
export { ThirdPartyDetail } from './third-party-detail.tsx';
export { ThirdPartyPanel } from './third-party-panel.tsx';
