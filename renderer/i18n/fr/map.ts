import type { map as english } from '../en/map.ts';
import type { Translated } from '../translated.ts';

export const map: Translated<typeof english> = {
  'help.key.filter': 'Filtrer la flotte',
  'help.key.follow': 'Suivre le véhicule choisi sur la carte',
  'filter.title': 'Filtre',
  'filter.text': 'Code, nom, dépôt ou ligne',
  'filter.text-clear': 'Vider la recherche',
  'filter.news': 'Nouvelles',
  'filter.suspect': 'Suspects seulement',
  'filter.motion': 'Mouvement',
  'filter.motion.any': 'Tous',
  'filter.motion.moving': 'En mouvement',
  'filter.motion.standing': 'À l’arrêt',
  'filter.mission': 'Mission',
  'filter.mission.any': 'Avec ou sans',
  'filter.mission.running': 'En cours',
  'filter.mission-text': 'Référence, client, conducteur…',
  'filter.outside': 'Les autres',
  'filter.outside.dim': 'Estompés',
  'filter.outside.hide': 'Masqués',
  'filter.only': 'Seulement le véhicule choisi',
  'filter.only-more_one': 'Ajouter le véhicule choisi ({{count, number}} retenu)',
  'filter.only-more_many': 'Ajouter le véhicule choisi ({{count, number}} retenus)',
  'filter.only-more_other': 'Ajouter le véhicule choisi ({{count, number}} retenus)',
  'filter.clear': 'Tout montrer',
  'filter.shown': '{{shown}} sur {{total}} affichés',
};
