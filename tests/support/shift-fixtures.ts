import type { Handover, Incident } from '../../shared/domain/index.ts';

/** An incident that was opened at six, with nothing in its timeline. */
export function anIncident(given: Partial<Incident> = {}): Incident {
  return {
    id: '0198c9c2-0000-7000-8000-000000000001',
    title: 'Roadworks on line 3',
    status: 'open',
    priority: 'medium',
    owner: null,
    deadline: null,
    openedAt: '2026-03-01T06:00:00.000Z',
    openedBy: 'ada',
    closedAt: null,
    subjects: [],
    entries: [],
    ...given,
  };
}

/** The draft of one who leaves at two. */
export function aHandover(given: Partial<Handover> = {}): Handover {
  return {
    id: '0198c9c2-0000-7000-8000-000000000002',
    state: 'draft',
    shiftFrom: '2026-03-01T06:00:00.000Z',
    shiftTo: '2026-03-01T14:00:00.000Z',
    leavingBy: 'ada',
    remark: '',
    remarks: {},
    items: [],
    more: 0,
    number: null,
    createdAt: '2026-03-01T13:30:00.000Z',
    handedOverAt: null,
    signedAt: null,
    signedBy: null,
    signedNote: null,
    ...given,
  };
}
