import type {
  AlarmPriority,
  DocumentLanguage,
  EntryKind,
  IncidentStatus,
  IncidentSubjectKind,
} from '../../../shared/domain/index.ts';

/** What is printed in the report of an incident beside what people wrote. */
export interface IncidentTexts {
  title: string;
  status: string;
  statuses: Record<IncidentStatus, string>;
  priority: string;
  priorities: Record<AlarmPriority, string>;
  owner: string;
  nobody: string;
  opened: string;
  by: (time: string, who: string) => string;
  deadline: string;
  closed: string;
  gathered: string;
  kinds: Record<IncidentSubjectKind, string>;
  timeline: string;
  when: string;
  what: string;
  who: string;
  itself: string;
  nothing: string;
  /** A thing or a field, and what is said of it. */
  of: (what: string, value: string) => string;
  recorded: (time: string) => string;
  place: (longitude: string, latitude: string, time: string) => string;
  entries: Record<Exclude<EntryKind, 'changed' | 'alarm' | 'mission'>, string>;
  fields: Record<'title' | 'priority' | 'owner' | 'deadline', string>;
  /** By the words of an alarm's journal. */
  alarmWords: Record<string, string>;
  missionWords: Record<string, string>;
  printed: (time: string) => string;
  times: (zone: string) => string;
}

const french: IncidentTexts = {
  title: 'Rapport d’incident',
  status: 'État',
  statuses: { open: 'ouvert', watched: 'sous surveillance', closed: 'clos' },
  priority: 'Priorité',
  priorities: { critical: 'critique', high: 'haute', medium: 'moyenne', low: 'basse' },
  owner: 'Responsable',
  nobody: 'personne',
  opened: 'Ouvert le',
  by: (time, who) => (who === '' ? time : `${time} par ${who}`),
  deadline: 'Échéance',
  closed: 'Clos le',
  gathered: 'Ce qui s’y rattache',
  kinds: { alarm: 'Alarme', vehicle: 'Véhicule', mission: 'Mission' },
  timeline: 'Chronologie',
  when: 'Heure',
  what: 'Fait',
  who: 'Par',
  itself: 'automatique',
  nothing: 'aucun',
  of: (what, value) => `${what}\u{a0}: ${value}`,
  recorded: (time) => `reçu le ${time}`,
  place: (longitude, latitude, time) => `longitude ${longitude}, latitude ${latitude}, le ${time}`,
  entries: {
    ...{ opened: 'Incident ouvert', note: 'Note', decision: 'Décision', link: 'Lien', view: 'Vue de la carte' },
    ...{ attached: 'Rattaché :', detached: 'Détaché :', watched: 'Mis sous surveillance' },
    ...{ closed: 'Incident clos', reopened: 'Incident rouvert' },
  },
  fields: { title: 'Titre', priority: 'Priorité', owner: 'Responsable', deadline: 'Échéance' },
  alarmWords: {
    ...{ raised: 'déclenchée', returned: 'revenue à la normale', recorded: 'constatée après coup' },
    ...{ acknowledged: 'acquittée', reset: 'réarmée', shelved: 'mise de côté', unshelved: 'reprise' },
    ...{ 'shelf-ended': 'mise de côté terminée', suppressed: 'inhibée', unsuppressed: 'inhibition levée' },
    ...{ 'suppression-ended': 'inhibition terminée', released: 'annoncée de nouveau', noted: 'annotée' },
  },
  missionWords: {
    ...{ planned: 'prévue', 'in-progress': 'en cours', completed: 'terminée', cancelled: 'annulée' },
  },
  printed: (time) => `édité le ${time}`,
  times: (zone) => `heures de ${zone}`,
};

const english: IncidentTexts = {
  title: 'Incident report',
  status: 'Status',
  statuses: { open: 'open', watched: 'watched', closed: 'closed' },
  priority: 'Priority',
  priorities: { critical: 'critical', high: 'high', medium: 'medium', low: 'low' },
  owner: 'Owner',
  nobody: 'nobody',
  opened: 'Opened',
  by: (time, who) => (who === '' ? time : `${time} by ${who}`),
  deadline: 'Deadline',
  closed: 'Closed',
  gathered: 'What belongs to it',
  kinds: { alarm: 'Alarm', vehicle: 'Vehicle', mission: 'Mission' },
  timeline: 'Timeline',
  when: 'Time',
  what: 'What',
  who: 'By',
  itself: 'by itself',
  nothing: 'none',
  of: (what, value) => `${what}: ${value}`,
  recorded: (time) => `received ${time}`,
  place: (longitude, latitude, time) => `longitude ${longitude}, latitude ${latitude}, at ${time}`,
  entries: {
    ...{ opened: 'Incident opened', note: 'Note', decision: 'Decision', link: 'Link', view: 'Map view' },
    ...{ attached: 'Added:', detached: 'Taken off:', watched: 'Put under watch' },
    ...{ closed: 'Incident closed', reopened: 'Incident opened again' },
  },
  fields: { title: 'Title', priority: 'Priority', owner: 'Owner', deadline: 'Deadline' },
  alarmWords: {
    ...{ raised: 'raised', returned: 'returned to normal', recorded: 'found out afterwards' },
    ...{ acknowledged: 'acknowledged', reset: 'reset', shelved: 'shelved', unshelved: 'taken off the shelf' },
    ...{ 'shelf-ended': 'shelf ended', suppressed: 'suppressed', unsuppressed: 'suppression lifted' },
    ...{ 'suppression-ended': 'suppression ended', released: 'announced again', noted: 'noted' },
  },
  missionWords: {
    ...{ planned: 'planned', 'in-progress': 'under way', completed: 'completed', cancelled: 'cancelled' },
  },
  printed: (time) => `printed ${time}`,
  times: (zone) => `times of ${zone}`,
};

export const INCIDENT_TEXTS: Readonly<Record<DocumentLanguage, IncidentTexts>> = { fr: french, en: english };
