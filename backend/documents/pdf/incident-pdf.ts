import type { DocumentLanguage, Incident, IncidentEntry, IncidentSubject } from '../../../shared/domain/index.ts';
import { INCIDENT_TEXTS, type IncidentTexts } from './incident-texts.ts';
import { finish, openPdfA } from './pdf-a.ts';
import { CONTENT_WIDTH, MARGIN, Sheet } from './sheet.ts';
import { Table } from './table.ts';
import { DOCUMENT_TEXTS } from './texts.ts';

/** An incident with the names of what it tells of. */
export interface IncidentReport {
  incident: Incident;
  /** By `kind/id`; what is not there any more is told by its id. */
  names: Readonly<Record<string, string>>;
  /** Null: nobody has said who the operator is. */
  operator: string | null;
  /** In which times are written, such as `Europe/Paris`. */
  timeZone: string;
  /** ISO 8601. */
  printedAt: string;
}

const FAINT = '#5b6470';
/** An entry that came so much later than it was written says when it came, ms. */
const LATER_MS = 60_000;

/** The report of an incident as a PDF/A-3b: how it stands, what belongs to it, and its whole timeline. */
export function incidentPdf(
  report: IncidentReport,
  { language, createdAtMs }: { language: DocumentLanguage; createdAtMs: number },
): Promise<Buffer> {
  const texts = INCIDENT_TEXTS[language];
  const { locale, page } = DOCUMENT_TEXTS[language];
  const { incident, operator, timeZone } = report;
  const clock = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const time = (iso: string) => clock.format(new Date(iso));
  const title = texts.of(texts.title, incident.title);
  const pdf = openPdfA({ title, author: operator ?? 'Vigie', language: locale, createdAtMs });
  const sheet = new Sheet(pdf);
  head(sheet, report, texts, time);
  gathered(sheet, report, texts);
  timeline(sheet, report, texts, time);
  const about = [operator, texts.printed(time(report.printedAt)), texts.times(timeZone)];
  sheet.foot(about.filter((part) => part !== null).join(' · '), page);
  return finish(pdf);
}

type Time = (iso: string) => string;

function head(sheet: Sheet, { incident, operator }: IncidentReport, texts: IncidentTexts, time: Time): void {
  const { setter } = sheet;
  const at = (x = MARGIN, width = CONTENT_WIDTH) => ({ x, y: sheet.y, width });
  sheet.y = setter.text([operator, texts.title].filter(Boolean).join(' · '), at(), { size: 9, colour: FAINT });
  sheet.y = setter.text(incident.title, at(), { size: 18, weight: 'bold', mostLines: 4 }) + 6;
  const facts: [string, string][] = [
    [texts.status, texts.statuses[incident.status]],
    [texts.priority, texts.priorities[incident.priority]],
    [texts.owner, incident.owner ?? texts.nobody],
    [texts.opened, texts.by(time(incident.openedAt), incident.openedBy)],
    ...(incident.deadline === null ? [] : [[texts.deadline, time(incident.deadline)] as [string, string]]),
    ...(incident.closedAt === null ? [] : [[texts.closed, time(incident.closedAt)] as [string, string]]),
  ];
  for (const [label, value] of facts) {
    const left = setter.text(label, at(MARGIN, 110), { size: 9, colour: FAINT });
    sheet.y = Math.max(left, setter.text(value, at(MARGIN + 118, CONTENT_WIDTH - 118), { size: 9, mostLines: 4 }));
  }
  sheet.y += 12;
}

function gathered(sheet: Sheet, { incident, names }: IncidentReport, texts: IncidentTexts): void {
  if (incident.subjects.length === 0) return;
  sheet.paragraph(texts.gathered, { size: 11, weight: 'bold' });
  for (const subject of incident.subjects)
    sheet.paragraph(`${texts.kinds[subject.kind]} ${nameOf(subject, names)}`, { size: 9 });
  sheet.y += 12;
}

function timeline(sheet: Sheet, { incident, names }: IncidentReport, texts: IncidentTexts, time: Time): void {
  sheet.paragraph(texts.timeline, { size: 11, weight: 'bold' });
  sheet.y += 4;
  const columns = [
    { title: texts.when, width: 96 },
    { title: texts.what, width: 0 },
    { title: texts.who, width: 110 },
  ];
  const table = new Table(sheet, columns, null);
  for (const entry of incident.entries) {
    const { at, recordedAt, by } = entry;
    const isLater = Date.parse(recordedAt) - Date.parse(at) > LATER_MS;
    const note = isLater ? texts.recorded(time(recordedAt)) : undefined;
    const text = whatOf(entry, names, texts, time);
    table.row([note === undefined ? time(at) : { text: time(at), note }, text, by ?? texts.itself]);
  }
}

/** What an entry says: its kind, what it is about, and what was written. */
function whatOf(
  { kind, what, text, subject, view }: IncidentEntry,
  names: IncidentReport['names'],
  texts: IncidentTexts,
  time: Time,
): { text: string; note?: string } {
  const about = subject === null ? '' : ` ${texts.kinds[subject.kind]} ${nameOf(subject, names)}`;
  if (kind === 'changed') {
    const word = what === 'priority' ? wordOf(texts.priorities, text) : undefined;
    const value = what === 'deadline' && text !== null ? time(text) : (word ?? text);
    return { text: texts.of(wordOf(texts.fields, what) ?? what ?? '', value ?? texts.nothing) };
  }
  if (kind === 'alarm' || kind === 'mission') {
    const word = wordOf(kind === 'alarm' ? texts.alarmWords : texts.missionWords, what) ?? what;
    const said = kind === 'alarm' && text !== null ? { note: text } : {};
    return { text: texts.of(about.trim(), word ?? ''), ...said };
  }
  const head = `${texts.entries[kind]}${about}`;
  // What was opened is called as the page is.
  const body = text === null || kind === 'opened' ? head : `${head}\n${text}`;
  if (view === null) return { text: body };
  const seenAt = time(new Date(view.atMs).toISOString());
  return { text: body, note: texts.place(view.longitude.toFixed(5), view.latitude.toFixed(5), seenAt) };
}

function wordOf(words: Readonly<Record<string, string>>, word: string | null): string | undefined {
  return word !== null && Object.hasOwn(words, word) ? words[word] : undefined;
}

function nameOf({ kind, id }: IncidentSubject, names: IncidentReport['names']): string {
  return names[`${kind}/${id}`] ?? id;
}
