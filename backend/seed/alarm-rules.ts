import { type AlarmRule, EVERY_VEHICLE, type Geofence } from '../../shared/domain/index.ts';
import type { Sql } from '../database/database.ts';
import { fieldsOfRule } from '../services/alarms/write-rule.ts';
import { insertRow } from '../services/mutations/write-row.ts';
import type { Town } from '../simulator/network.ts';
import { uuidOf } from './third-parties.ts';

/** Beyond those of other invented rows. */
const PURPOSE = { rule: 1010, fence: 1011 };
/** The largest towns close their centres to lorries and vans. */
const CLOSED_TOWNS = 3;
const CLOSED_METRES = 400;

/** A rule without what follows from where it stands in the list. */
type Invented = Pick<AlarmRule, 'name' | 'priority' | 'parameters'> & Partial<AlarmRule>;

/**
 * Rules for the simulated fleet, so that alarms are seen soon: of 500 vehicles about five in ten minutes, which a person can look at. Measured over
 * simulated hours of the night, the morning, noon and the evening, in ten minutes: silent 1.5 to 2.3, closed centres 0.8 to 1.3, late missions none but
 * in the rush, where they are up to 2.3; suspect positions of buses 2 (of the whole fleet 6).
 */
export function inventAlarmRules(fences: readonly Geofence[], seed: number, nowMs: number): AlarmRule[] {
  const rules: Invented[] = [
    {
      ...{ name: 'Flux de positions interrompu', priority: 'critical', latched: true },
      parameters: { kind: 'feed-down', afterSeconds: 30 },
      guidance: {
        cause: 'Le flux ne livre plus de positions : panne du fournisseur, du réseau ou du simulateur.',
        response: 'Prévenir l’exploitation, basculer sur la radio, appeler le fournisseur du flux.',
      },
    },
    {
      ...{ name: 'Livraison dans un centre fermé', priority: 'high', onDelaySeconds: 5, offDelaySeconds: 30 },
      parameters: { kind: 'geofence-enter', geofenceIds: fences.map(({ id }) => id) },
      scope: { ...EVERY_VEHICLE, vehicleKinds: ['van', 'truck'] },
      guidance: {
        cause: 'Un camion ou une camionnette est entré dans un centre fermé aux livraisons.',
        response: 'Appeler le conducteur et lui indiquer la sortie la plus proche.',
      },
    },
    {
      ...{ name: 'Véhicule muet', priority: 'medium', suppressedByKinds: ['feed-down'] },
      parameters: { kind: 'silent', afterSeconds: 480 },
      guidance: {
        cause: 'Rien n’est reçu du véhicule depuis huit minutes : tunnel, panne du boîtier, batterie.',
        response: 'Appeler le conducteur ; à défaut, prévenir l’atelier.',
      },
    },
    {
      ...{ name: 'Mission en retard', priority: 'medium' },
      parameters: { kind: 'late-mission', latenessSeconds: LATE_SECONDS },
      guidance: {
        cause: 'La mission a commencé, ou finit, bien après l’heure prévue.',
        response: 'Prévenir le client, voir si un autre véhicule peut reprendre la suite.',
      },
    },
    {
      ...{ name: 'Autocar trop rapide', priority: 'low', state: 'draft', onDelaySeconds: 30, offDelaySeconds: 30 },
      parameters: { kind: 'speed', aboveMetresPerSecond: COACH_SPEED, deadbandMetresPerSecond: 2 },
      scope: { ...EVERY_VEHICLE, vehicleKinds: ['coach'] },
      guidance: { cause: 'Plus de 100 km/h pendant une demi-minute.', response: 'Le noter pour l’entretien du mois.' },
    },
    {
      ...{ name: 'Position suspecte d’un autobus', priority: 'low', offDelaySeconds: 30 },
      parameters: { kind: 'suspect-position' },
      scope: { ...EVERY_VEHICLE, vehicleKinds: ['bus'] },
      guidance: {
        cause: 'Un récepteur annonce un saut impossible.',
        response: 'Prévenir l’atelier si cela se répète.',
      },
    },
    {
      ...{ name: 'Arrêt prolongé', priority: 'low', state: 'off' },
      parameters: {
        kind: 'long-stop',
        afterSeconds: 2_700,
        radiusMetres: 60,
        onMissionOnly: false,
        exceptGeofenceIds: [],
      },
      guidance: {
        cause: 'Le véhicule n’a pas bougé depuis 45 minutes.',
        response: 'Demander au conducteur ce qui le retient.',
      },
    },
  ];
  const createdAt = new Date(nowMs).toISOString();
  return rules.map((rule, index) => ({
    ...{ id: uuidOf(seed, PURPOSE.rule, index), state: 'live', scope: EVERY_VEHICLE, onDelaySeconds: 0, createdAt },
    ...{ offDelaySeconds: 0, latched: false, suppressionGroup: null, suppressedByKinds: [] },
    guidance: { cause: '', response: '' },
    ...rule,
  }));
}

/** Late enough that only some missions of the simulator are. */
const LATE_SECONDS = 375;
/** 100 km/h. */
const COACH_SPEED = 27.8;

/** The closed centres of the largest towns. */
export function inventClosedCentres(towns: readonly Town[], seed: number, nowMs: number): Geofence[] {
  const largest = towns.toSorted((one, other) => other.population - one.population).slice(0, CLOSED_TOWNS);
  return largest.map(({ name, longitude, latitude }, index) => ({
    ...{ id: uuidOf(seed, PURPOSE.fence, index), name: `Centre fermé aux livraisons, ${name}`, kind: 'restricted' },
    geometry: { type: 'Circle', center: [longitude, latitude], radiusMetres: CLOSED_METRES },
    createdAt: new Date(nowMs).toISOString(),
  }));
}

/** Writes the rules and their geofences, where no rule was ever made: within a transaction. @returns how many rules */
export async function writeAlarmRules(sql: Sql, towns: readonly Town[], seed: number, nowMs: number): Promise<number> {
  const [known] = await sql.query("select from sync_changes where entity = 'alarm-rule' limit 1");
  if (known !== undefined) return 0;
  const fences = inventClosedCentres(towns, seed, nowMs);
  await sql.query(
    `insert into geofences (id, name, kind, geometry) select id, name, kind, geometry
     from json_to_recordset($1) as given (id uuid, name text, kind text, geometry jsonb) on conflict (id) do nothing`,
    [JSON.stringify(fences)],
  );
  const rules = inventAlarmRules(fences, seed, nowMs);
  for (const { id, ...rule } of rules)
    await insertRow(sql, { entity: 'alarm-rule', id }, fieldsOfRule(rule), { subsidiary: null });
  return rules.length;
}
