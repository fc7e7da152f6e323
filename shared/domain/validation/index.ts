export * from './actions.ts';
export * from './decision-rules.ts';
export * from './delegation.ts';
export * from './due.ts';
export * from './facts.ts';
export * from './notices.ts';
export * from './validation.ts';
export * from './workflow.ts';
