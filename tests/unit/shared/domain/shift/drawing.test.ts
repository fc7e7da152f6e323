import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { INCIDENT_STATUSES, refuseHandoverAction, statusAfter, stepsOf } from '../../../../../shared/domain/index.ts';

const page = readFileSync(new URL('../../../../../docs/shift.md', import.meta.url), 'utf8');
const [ofIncident = '', ofHandover = ''] = [...page.matchAll(/```mermaid\n([\s\S]*?)```/g)].map(
  ([, drawn]) => drawn ?? '',
);
/** `open --> watched: watch`, without what is in brackets. */
const arrows = (drawing: string) =>
  [...drawing.matchAll(/^ {2}(\S+) --> (\S+): (.*)$/gm)].map(([, from, to, by = '']) =>
    [from, to, by.replace(/ \(.*\)$/, '')].join(' '),
  );

it('the drawing of an incident has the steps that the rules have, and no other', () => {
  const steps = INCIDENT_STATUSES.flatMap((from) =>
    stepsOf(from).map((step) => `${from} ${statusAfter(from, step)} ${step}`),
  );
  expect(arrows(ofIncident).sort()).toEqual(['[*] open opened', ...steps].sort());
});

it('the drawing of a handover has the steps that the rules have, and no other', () => {
  const may = (state: 'draft' | 'handed-over' | 'signed', action: string, subject: string) =>
    refuseHandoverAction({ state, leavingBy: 'ada', remarks: {}, signedBy: null }, action, {}, { subject }) ===
    undefined;
  const found = (['draft', 'handed-over', 'signed'] as const).flatMap((state) => [
    ...(may(state, 'hand-over', 'ada') ? [`${state} handed-over hand over`] : []),
    ...(may(state, 'sign', 'bea') ? [`${state} signed sign`] : []),
  ]);
  const drawn = arrows(ofHandover).filter((arrow) => !arrow.includes('[*]'));
  expect(drawn.sort()).toEqual(found.sort());
});
