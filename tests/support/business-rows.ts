import type { Sql } from '../../backend/database/database.ts';

export interface RowCounts {
  vehicles?: number;
  thirdParties?: number;
  billingCycles?: number;
  missions?: number;
}

/**
 * Fills the existing system's tables, and those of the integration, with believable rows in plain SQL, as other programs
 * would: set by set, so that 100,000 missions take seconds. Every row follows from its number.
 */
export async function insertRows(sql: Sql, counts: RowCounts): Promise<void> {
  const { vehicles = 0, thirdParties = 0, billingCycles = 0, missions = 0 } = counts;
  await sql.query(
    `insert into vehicles (code, label, kind, depot, line)
     select 'LYO-' || i, 'Autobus ' || i, (array['bus', 'coach', 'tram', 'van', 'truck'])[1 + i % 5],
       'Dépôt ' || i % 12, case when i % 3 > 0 then 'C' || i % 40 end
     from generate_series(1, $1::int) as i`,
    [vehicles],
  );
  await sql.query(
    `insert into third_parties (id, name, type, contact_info, created_at)
     select md5('party' || i)::uuid, 'Société Martin & Fils n° ' || i, 'customer',
       json_build_object('email', 'contact' || i || '@martin.example', 'city', 'Saint-Étienne', 'postalCode', '42000'),
       timestamptz '2024-01-01T08:00Z' + i * interval '1 day'
     from generate_series(1, $1::int) as i`,
    [thirdParties],
  );
  await sql.query(
    `insert into billing_cycles (id, label, period_start, period_end, state)
     select md5('cycle' || i)::uuid, 'Cycle ' || i, date '2024-01-01' + (i - 1) * interval '1 month',
       date '2024-01-01' + i * interval '1 month' - interval '1 day', 'open'
     from generate_series(1, $1::int) as i`,
    [billingCycles],
  );
  await sql.query(
    `insert into missions (reference, vehicle_id, driver, customer_name, origin_address, destination_address,
       planned_start_at, planned_end_at, actual_start_at, actual_end_at, status, distance_km, amount, third_party_id,
       billing_cycle)
     select 'M-' || lpad(i::text, 8, '0'), (select min(id) from vehicles) + i % $2::int, 'Camille Durand-Lefèvre',
       'Société Martin & Fils n° ' || 1 + i % greatest($3::int, 1), i % 190 || ' rue de la République, 69002 Lyon',
       i % 150 || ' avenue du Général de Gaulle, 42000 Saint-Étienne', start_at, start_at + interval '50 min',
       start_at + interval '70 s', start_at + interval '48 min', 'completed', 1 + (i % 400) + 0.125, 15 + (i % 700) + 0.5,
       case when $3::int > 0 then md5('party' || 1 + i % $3::int)::uuid end,
       case when $4::int > 0 then md5('cycle' || 1 + i % $4::int)::uuid end
     from generate_series(1, $1::int) as i, lateral (select timestamptz '2024-01-01T04:00Z' + i * interval '7 min') as t (start_at)`,
    [missions, Math.max(vehicles, 1), thirdParties, billingCycles],
  );
}
