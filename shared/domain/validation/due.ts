import type { Validation } from './validation.ts';
import type { WorkflowStep } from './workflow.ts';

const HOUR_MS = 3_600_000;

/** When a step that begins now is due, UTC ms. */
export function dueAtOf({ dueHours }: Pick<WorkflowStep, 'dueHours'>, beginsAtMs: number): number {
  return beginsAtMs + dueHours * HOUR_MS;
}

/** What time alone makes of a validation that waits. */
export function whatIsDue(
  {
    state,
    steps,
    step,
    dueAt,
    remindedAt,
    escalatedAt,
  }: Pick<Validation, 'state' | 'steps' | 'step' | 'dueAt' | 'remindedAt' | 'escalatedAt'>,
  nowMs: number,
): { remind: boolean; escalate: boolean } {
  const now = steps[step];
  if (state !== 'pending' || now === undefined) return { remind: false, escalate: false };
  const dueMs = Date.parse(dueAt);
  return {
    remind: remindedAt === null && now.remindHours > 0 && nowMs >= dueMs - now.remindHours * HOUR_MS,
    escalate: escalatedAt === null && nowMs >= dueMs,
  };
}

export function isOverdue({ state, dueAt }: Pick<Validation, 'state' | 'dueAt'>, nowMs: number): boolean {
  return state === 'pending' && nowMs >= Date.parse(dueAt);
}
