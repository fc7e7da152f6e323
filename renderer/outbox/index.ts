export { fieldName } from './field-text.ts';
export { OutboxDetail } from './outbox-detail.tsx';
export { OutboxPanel } from './outbox-panel.tsx';
export { OutboxTabLabel } from './outbox-tab-label.tsx';
export { useShowOutbox } from './use-show-outbox.ts';
