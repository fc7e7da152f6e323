import type { TFunction } from 'i18next';
import type { ExportSubject } from '../exports/index.ts';
import type { BillingLists } from './billing-lists.ts';
import { filterQuery } from './missions/mission-filter.ts';

/** What a list shows now, as it is to be exported. */
export function missionSubjects(t: TFunction, model: BillingLists['missions'], nowMs: number): ExportSubject[] {
  const { text, filter, sort } = model.view.getState();
  const asked = filterQuery({ ...filter, ...searched(text) }, nowMs);
  const rows = { what: 'missions', filter: asked, sort } as const;
  return [{ kind: 'sheet', key: 'missions', label: t('export.list.missions'), rows }];
}

export function thirdPartySubjects(t: TFunction, model: BillingLists['thirdParties']): ExportSubject[] {
  const { text, filter, sort } = model.view.getState();
  const { types, standing } = filter;
  const asked = { standing, ...searched(text), ...(types.length === 0 ? {} : { types }) };
  const rows = { what: 'third-parties', filter: asked, sort } as const;
  return [{ kind: 'sheet', key: 'third-parties', label: t('export.list.third-parties'), rows }];
}

/** Beside the list: the entries of a period, which are of all cycles. */
export function billingCycleSubjects(t: TFunction, model: BillingLists['billingCycles']): ExportSubject[] {
  const { text, filter, sort } = model.view.getState();
  const asked = { ...searched(text), ...(filter.states.length === 0 ? {} : { states: filter.states }) };
  const rows = { what: 'billing-cycles', filter: asked, sort } as const;
  return [
    { kind: 'sheet', key: 'billing-cycles', label: t('export.list.billing-cycles'), rows },
    { kind: 'fec', key: 'fec', label: t('export.fec') },
  ];
}

function searched(text: string): { text?: string } {
  return text.trim() === '' ? {} : { text };
}
