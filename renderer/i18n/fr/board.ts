import type { board as english } from '../en/board.ts';
import type { Translated } from '../translated.ts';

export const board: Translated<typeof english> = {
  'board.title': 'Tableau des missions',
  'board.group.late': 'En retard',
  'board.group.unassigned': 'Sans véhicule',
  'board.group.under-way': 'En cours',
  'board.continued': '{{group}}, suite',
  'board.forgotten_one':
    '{{count, number}} mission a plus d’un jour de retard : elle n’est que dans la liste des missions.',
  'board.forgotten_many':
    '{{count, number}} missions ont plus d’un jour de retard : elles ne sont que dans la liste des missions.',
  'board.forgotten_other':
    '{{count, number}} missions ont plus d’un jour de retard : elles ne sont que dans la liste des missions.',
  'board.more_one': '{{count, number}} autre, plus tard',
  'board.more_many': '{{count, number}} autres, plus tard',
  'board.more_other': '{{count, number}} autres, plus tard',
  'board.page': 'Page {{page}} sur {{pages}}',
  'board.none': 'Rien n’est en retard, rien n’est en cours',
  'board.none-detail':
    'Les missions apparaissent ici quand elles commencent, sont en retard, ou vont commencer sans véhicule.',
  'board.loading': 'Lecture des missions.',
  'board.column.state': 'État',
  'board.column.late': 'Retard',
  'board.column.vehicle': 'Véhicule',
  'board.column.customer': 'Client',
  'board.column.place': 'Lieu',
  'board.column.planned': 'Prévu',
  'board.column.expected': 'Attendu',
  'board.column.reference': 'Mission',
  'board.state.late-start': 'Pas commencée',
  'board.state.overdue': 'Pas terminée',
  'board.state.delayed': 'Partie en retard',
  'board.state.unassigned': 'Sans véhicule',
  'board.state.under-way': 'En cours',
  'board.late-by': '+{{duration}}',
  'board.in': 'dans {{duration}}',
  'board.now': 'maintenant',
  'board.no-vehicle': 'aucun',
  'board.begins': 'début {{time}}',
  'board.ends': 'fin {{time}}',

  'fleet-board.fleet': 'Véhicules',
  'fleet-board.missions': 'Missions',
  'fleet-board.moving': 'En mouvement',
  'fleet-board.late-missions': 'En retard',
  'fleet-board.unassigned': 'Sans véhicule',
  'fleet-board.running': 'En cours',
  'fleet-board.done': 'Terminées aujourd’hui',
  'fleet-board.not-live': 'Pas en direct',
};
