import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissionColumnKey, MissionRow, ShownColumn } from '../../../shared/contract/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { Missing } from '../../lists/index.ts';
import { WithUnsent } from '../../ui/unsent-mark.tsx';
import { MissionStatusCell } from '../mission-status.tsx';

/** The columns of a new table, and their widths in rem. */
export const FIRST_COLUMNS: readonly ShownColumn[] = [
  { key: 'reference', width: 11 },
  { key: 'status', width: 8.5 },
  { key: 'thirdPartyName', width: 13 },
  { key: 'plannedStartAt', width: 11.5 },
  { key: 'amountCents', width: 7 },
  { key: 'billingCycleLabel', width: 11 },
  { key: 'vehicleCode', width: 7 },
  { key: 'driver', width: 9 },
  { key: 'distanceMetres', width: 6.5 },
  { key: 'destinationAddress', width: 14 },
  { key: 'customerName', width: 12 },
];

/** Of a column that is chosen later. */
export const USUAL_WIDTH_REM = 10;

/** The field of a mission that a column edits. */
export const FIELD_OF_COLUMN: Partial<Record<MissionColumnKey, EditableField>> = {
  customerName: 'customerName',
  thirdPartyName: 'thirdPartyId',
  billingCycleLabel: 'billingCycleId',
  distanceMetres: 'distanceMetres',
  amountCents: 'amountCents',
};
export type EditableField = 'customerName' | 'thirdPartyId' | 'billingCycleId' | 'distanceMetres' | 'amountCents';

export interface MissionColumn {
  readonly key: MissionColumnKey;
  readonly header: string;
  readonly align?: 'end';
  readonly render: (row: MissionRow) => ReactNode;
}

const HEADERS = {
  reference: 'mission.column.reference',
  status: 'mission.column.status',
  customerName: 'mission.column.customer',
  thirdPartyName: 'edit.field.third-party',
  billingCycleLabel: 'mission.billing-cycle',
  vehicleCode: 'mission.column.vehicle',
  driver: 'mission.column.driver',
  originAddress: 'mission.origin',
  destinationAddress: 'mission.column.destination',
  plannedStartAt: 'mission.column.planned-start',
  plannedEndAt: 'mission-table.planned-end',
  actualStartAt: 'mission.actual-start',
  actualEndAt: 'mission.actual-end',
  distanceMetres: 'mission.column.distance',
  amountCents: 'mission.column.amount',
} as const satisfies Record<MissionColumnKey, string>;

/** How each column is headed and shown. */
export function useMissionColumns(): Readonly<Record<MissionColumnKey, MissionColumn>> {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const orMissing = (value: string | null) =>
      value === null || value === '' ? <Missing label={t('detail.unknown')} /> : value;
    const moment = (at: string | null) => orMissing(at === null ? null : format.dateTime(Date.parse(at)));
    const column = (
      key: MissionColumnKey,
      render: (row: MissionRow) => ReactNode,
      align?: 'end',
    ): [MissionColumnKey, MissionColumn] => [
      key,
      { key, header: t(HEADERS[key]), render, ...(align === undefined ? {} : { align }) },
    ];
    return Object.fromEntries([
      column('reference', ({ reference, unsent }) => <WithUnsent state={unsent}>{reference}</WithUnsent>),
      column('status', (row) => <MissionStatusCell mission={row} />),
      column('customerName', (row) => orMissing(row.customerName)),
      column('thirdPartyName', (row) => orMissing(row.thirdPartyName)),
      column('billingCycleLabel', (row) => orMissing(row.billingCycleLabel)),
      column('vehicleCode', (row) => orMissing(row.vehicleCode)),
      column('driver', (row) => orMissing(row.driver)),
      column('originAddress', (row) => orMissing(row.originAddress)),
      column('destinationAddress', (row) => orMissing(row.destinationAddress)),
      column('plannedStartAt', (row) => moment(row.plannedStartAt)),
      column('plannedEndAt', (row) => moment(row.plannedEndAt)),
      column('actualStartAt', (row) => moment(row.actualStartAt)),
      column('actualEndAt', (row) => moment(row.actualEndAt)),
      column(
        'distanceMetres',
        ({ distanceMetres: metres }) => orMissing(metres === null ? null : format.distance(metres)),
        'end',
      ),
      column(
        'amountCents',
        ({ amountCents: cents, currency }) => orMissing(cents === null ? null : format.money(cents, currency)),
        'end',
      ),
    ]) as Record<MissionColumnKey, MissionColumn>;
  }, [t, format]);
}
