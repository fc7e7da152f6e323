import type { BillingCycleRow, MissionRow, SheetForm, ThirdPartyRow } from '../../../shared/contract/index.ts';
import { type ExportTexts, EXPORT_TEXTS } from './texts.ts';

/** A cell's value: what it is decides how it is written. */
export type Cell =
  | { kind: 'text'; text: string }
  /** Integer of a smaller unit: `value` / 10^`places`. */
  | { kind: 'number'; value: number; places: 0 | 2 | 3 }
  /** UTC ms, written in the time zone that is asked for. */
  | { kind: 'time'; ms: number }
  /** `YYYY-MM-DD`. */
  | { kind: 'day'; day: string }
  | null;

export interface Column<Row> {
  title: string;
  kind: 'text' | 'number' | 'money' | 'distance' | 'time' | 'day';
  /** Characters. */
  width: number;
  cell: (row: Row) => Cell;
}

const text = (value: string | null | undefined): Cell =>
  value == null || value === '' ? null : { kind: 'text', text: value };
const time = (iso: string | null): Cell => (iso === null ? null : { kind: 'time', ms: Date.parse(iso) });
const day = (value: string): Cell => ({ kind: 'day', day: value });
const money = (cents: number | null): Cell => (cents === null ? null : { kind: 'number', value: cents, places: 2 });
const count = (value: number): Cell => ({ kind: 'number', value, places: 0 });

export function missionColumns({ language }: SheetForm): Column<MissionRow>[] {
  const { mission: title, status }: ExportTexts = EXPORT_TEXTS[language];
  return [
    { title: title.reference, kind: 'text', width: 18, cell: (row) => text(row.reference) },
    { title: title.status, kind: 'text', width: 12, cell: (row) => text(status[row.status]) },
    { title: title.plannedStart, kind: 'time', width: 17, cell: (row) => time(row.plannedStartAt) },
    { title: title.plannedEnd, kind: 'time', width: 17, cell: (row) => time(row.plannedEndAt) },
    { title: title.actualStart, kind: 'time', width: 17, cell: (row) => time(row.actualStartAt) },
    { title: title.actualEnd, kind: 'time', width: 17, cell: (row) => time(row.actualEndAt) },
    { title: title.vehicle, kind: 'text', width: 12, cell: (row) => text(row.vehicleCode) },
    { title: title.driver, kind: 'text', width: 22, cell: (row) => text(row.driver) },
    { title: title.customer, kind: 'text', width: 28, cell: (row) => text(row.customerName) },
    { title: title.thirdParty, kind: 'text', width: 28, cell: (row) => text(row.thirdPartyName) },
    { title: title.cycle, kind: 'text', width: 24, cell: (row) => text(row.billingCycleLabel) },
    { title: title.origin, kind: 'text', width: 32, cell: (row) => text(row.originAddress) },
    { title: title.destination, kind: 'text', width: 32, cell: (row) => text(row.destinationAddress) },
    {
      ...{ title: title.distance, kind: 'distance', width: 12 },
      cell: ({ distanceMetres }) =>
        distanceMetres === null ? null : { kind: 'number', value: distanceMetres, places: 3 },
    },
    { title: title.amount, kind: 'money', width: 14, cell: (row) => money(row.amountCents) },
    { title: title.currency, kind: 'text', width: 8, cell: (row) => text(row.currency) },
    { title: title.id, kind: 'text', width: 12, cell: (row) => text(row.id) },
  ];
}

export function thirdPartyColumns({ language }: SheetForm): Column<ThirdPartyRow>[] {
  const { thirdParty: title, type } = EXPORT_TEXTS[language];
  const told = (key: string) => (row: ThirdPartyRow) => {
    const value = (row.contactInfo as Record<string, unknown>)[key];
    return text(typeof value === 'string' ? value : undefined);
  };
  return [
    { title: title.name, kind: 'text', width: 32, cell: (row) => text(row.name) },
    { title: title.type, kind: 'text', width: 16, cell: (row) => text(type[row.type]) },
    ...(['email', 'phone', 'address', 'postalCode', 'city', 'country', 'siren', 'siret', 'vatNumber'] as const).map(
      (key): Column<ThirdPartyRow> => ({ title: title[key], kind: 'text', width: 20, cell: told(key) }),
    ),
    { title: title.missions, kind: 'number', width: 10, cell: (row) => count(row.missionCount) },
    { title: title.createdAt, kind: 'time', width: 17, cell: (row) => time(row.createdAt) },
    { title: title.id, kind: 'text', width: 38, cell: (row) => text(row.id) },
  ];
}

export function billingCycleColumns({ language }: SheetForm): Column<BillingCycleRow>[] {
  const { cycle: title, state } = EXPORT_TEXTS[language];
  return [
    { title: title.label, kind: 'text', width: 32, cell: (row) => text(row.label) },
    { title: title.state, kind: 'text', width: 16, cell: (row) => text(state[row.state]) },
    { title: title.thirdParty, kind: 'text', width: 32, cell: (row) => text(row.thirdPartyName) },
    { title: title.periodStart, kind: 'day', width: 12, cell: (row) => day(row.periodStart) },
    { title: title.periodEnd, kind: 'day', width: 12, cell: (row) => day(row.periodEnd) },
    { title: title.missions, kind: 'number', width: 10, cell: (row) => count(row.missionCount) },
    { title: title.amount, kind: 'money', width: 16, cell: (row) => money(row.amountCents) },
    { title: title.currency, kind: 'text', width: 8, cell: (row) => text(row.currency) },
    { title: title.id, kind: 'text', width: 38, cell: (row) => text(row.id) },
  ];
}
