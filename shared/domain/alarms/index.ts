export * from './alarm.ts';
export * from './alarm-actions.ts';
export * from './alarm-event.ts';
export * from './alarm-machine.ts';
export * from './alarm-rule.ts';
export * from './rule-texts.ts';
