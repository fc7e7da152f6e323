export { createInboxList, type InboxList } from './inbox-list.ts';
export { InboxState, WallInbox } from './inbox-state.tsx';
export { useInboxCounts } from './use-inbox-counts.ts';
export { useShowValidation } from './use-show-validation.ts';
export { ValidationDetail } from './validation-detail.tsx';
export { ValidationPanel } from './validation-panel.tsx';
export { ValidationTabLabel } from './validation-tab-label.tsx';
