import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { SearchResult } from '../../shared/contract/index.ts';
import { type Format, useFormat } from '../i18n/index.ts';
import { type Command, fold, matchingCommands } from './commands.ts';
import type { RecentChoices } from './recent-choices.ts';
import { groupEntries, groupsAtFirst, type SearchEntry, type SearchGroup } from './search-entries.ts';

/** What is shown for a text: the rows that were found for it and the commands that match, or what is offered at first. */
export function useEntries(
  text: string,
  result: SearchResult | null,
  commands: readonly Command[],
  recent: RecentChoices,
): readonly SearchGroup[] {
  const { t } = useTranslation();
  const format = useFormat();
  const lately = useStore(recent.state);
  return useMemo(() => {
    const wanted = text.trim();
    const found = matchingCommands(commands, wanted).map((command) => toEntry(command, wanted));
    if (wanted === '') return groupsAtFirst(lately, found);
    return groupEntries([...rowsOf(result, t, format), ...found], lately);
  }, [text, result, commands, lately, t, format]);
}

function toEntry({ id, title, shortcut }: Command, wanted: string): SearchEntry {
  const match = wanted !== '' && fold(title) === fold(wanted) ? 'exact' : 'word';
  return { kind: 'command', id, title, detail: '', match, shortcut };
}

function rowsOf(result: SearchResult | null, t: TFunction, format: Format): SearchEntry[] {
  if (result === null) return [];
  const join = (...parts: (string | null | undefined)[]) =>
    parts.filter((part) => part != null && part !== '').join(' · ');
  return [
    ...result.vehicles.map(({ id, code, label, line, depot, match }) => ({
      ...{ kind: 'vehicle' as const, id, title: code, match },
      detail: join(label, line, depot),
    })),
    ...result.missions.map((mission) => ({
      ...{ kind: 'mission' as const, id: mission.id, title: mission.reference, match: mission.match },
      detail: join(
        t(`mission.status.${mission.status}`),
        format.dateTime(Date.parse(mission.plannedStartAt)),
        mission.thirdPartyName ?? mission.customerName,
        mission.vehicleCode,
      ),
    })),
    ...result.thirdParties.map(({ id, name, type, contactInfo, match }) => ({
      ...{ kind: 'third-party' as const, id, title: name, match },
      detail: join(t(`third-party.type.${type}`), contactInfo.city),
    })),
    ...result.billingCycles.map(({ id, label, state, periodStart, periodEnd, match }) => ({
      ...{ kind: 'billing-cycle' as const, id, title: label, match },
      detail: join(t(`billing-cycle.state.${state}`), format.period(periodStart, periodEnd)),
    })),
    ...result.alarms.map(({ id, subject, ruleName, priority, raisedAt, closedAt, match }) => ({
      ...{ kind: 'alarm' as const, id, title: subject, match },
      detail: join(
        ruleName,
        t(`alarm.priority.${priority}`),
        format.dateTime(Date.parse(raisedAt)),
        closedAt === null ? null : t('alarm.state.closed'),
      ),
    })),
    ...result.incidents.map(({ id, title, status, priority, owner, openedAt, match }) => ({
      ...{ kind: 'incident' as const, id, title, match },
      detail: join(
        t(`incident.status.${status}`),
        t(`shift.priority.${priority}`),
        format.dateTime(Date.parse(openedAt)),
        owner,
      ),
    })),
  ];
}
