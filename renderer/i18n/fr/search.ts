import type { search as english } from '../en/search.ts';
import type { Translated } from '../translated.ts';

export const search: Translated<typeof english> = {
  'search.title': 'Chercher partout',
  'search.placeholder': 'Un véhicule, une mission, un tiers, un cycle, une alarme, un incident ou une commande',
  'search.results': 'Résultats',
  'search.none': 'Rien ne correspond. Chaque mot doit commencer un mot de ce que vous cherchez.',
  'search.count_one': '{{count, number}} résultat',
  'search.count_many': '{{count, number}} résultats',
  'search.count_other': '{{count, number}} résultats',
  'search.group.recent': 'Choisis récemment',
  'search.group.vehicle': 'Véhicules',
  'search.group.mission': 'Missions',
  'search.group.third-party': 'Tiers',
  'search.group.billing-cycle': 'Cycles de facturation',
  'search.group.alarm': 'Alarmes',
  'search.group.incident': 'Incidents',
  'search.group.command': 'Commandes',
  'command.show-panel': 'Afficher : {{panel}}',
  'command.map': 'Aller à la carte',
  'command.theme': 'Changer de thème',
  'command.language': 'Switch to English',
  'command.help': 'Touches et signes',
  'command.also': 'ouvrir afficher panneau liste vue',
};
