import type { past as english } from '../en/past.ts';
import type { Translated } from '../translated.ts';

export const past: Translated<typeof english> = {
  'past.next': 'Missions suivantes',
  'past.no-next': 'Aucune n’est prévue.',
  'past.speed': 'Vitesse sur la dernière heure',
  'past.speed-words': 'Au plus {{highest}}, {{mean}} en moyenne.',
  'past.stood': 'À l’arrêt pendant {{duration}}.',
  'past.unheard': 'Sans nouvelles pendant {{duration}}.',
  'past.speed-none': 'Rien n’a été entendu de lui depuis une heure.',
  'past.punctuality': 'Ponctualité sur la dernière heure',
  'past.punctuality-none': 'Il n’a eu aucune mission depuis une heure.',
  'past.always-on-time': 'Jamais cinq minutes de retard.',
  'past.late-words':
    'Au plus {{highest}} de retard ; moins de cinq minutes pendant {{share}} du temps de ses missions.',
  'past.late-now': '{{late}} de retard à présent.',
  'past.on-plan': 'comme prévu',
  'past.early': '{{duration}} d’avance',
  'past.ago': 'il y a {{duration}}',
  'past.now': 'maintenant',
  'past.messages': 'Derniers messages',
  'past.no-messages': 'Aucun depuis une heure.',
  'past.column.time': 'Heure',
  'past.suspect': 'Pas crédible : se disait à {{distance}} de là',
  'past.not-here': 'Le serveur garde la dernière heure et les messages : rien n’en peut être affiché à présent.',
  'past.not-kept': 'Le serveur est réglé pour ne garder aucune trace des véhicules.',
  'past.not-renewed': 'Pas renouvelé depuis {{time}} : le serveur ne répond pas.',
};
