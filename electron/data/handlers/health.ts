import type { Health, healthMethods } from '../../../shared/contract/index.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createHealthHandlers(health: () => Health): MethodHandlers<typeof healthMethods> {
  return { 'health.get': () => health() };
}
