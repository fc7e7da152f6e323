import type { session as english } from '../en/session.ts';
import type { Translated } from '../translated.ts';

export const session: Translated<typeof english> = {
  'session.page-title': 'Vigie – Identification',
  'session.starting': 'Recherche du serveur…',
  'session.need.first': 'Identifiez-vous pour commencer.',
  'session.need.signed-out': 'Votre session est fermée. Ce qui était à vous est effacé de cet ordinateur.',
  'session.need.not-kept':
    'Identifiez-vous à nouveau, {{name}} : cet ordinateur n’a rien gardé de la dernière identification.',
  'session.need.offline-too-long':
    'Identifiez-vous à nouveau, {{name}} : votre identité n’a pas été confirmée depuis trop longtemps.',
  'session.need.ended': 'Identifiez-vous à nouveau, {{name}} : votre identification a pris fin.',
  'session.sign-in': 'S’identifier',
  'session.waiting': 'Continuez dans votre navigateur.',
  'session.waiting-detail': 'Vigie attend que vous vous y identifiiez, depuis {{time}}.',
  'session.open-again': 'Rouvrir le navigateur',
  'session.open-page': 'Ouvrir la page d’identification',
  'session.cancel': 'Abandonner',
  'session.go-offline': 'Continuer hors ligne : {{name}}',
  'session.go-offline-detail':
    'Les dernières données de cet ordinateur, sans le réseau. Ce que vous saisissez est gardé, et envoyé une fois que vous êtes identifié.',
  'session.server': 'Serveur',
  'session.issuer': 'Identification chez',
  'session.not-kept':
    'Cet ordinateur n’a pas de trousseau auquel Vigie puisse se fier : il faudra vous identifier à chaque démarrage.',
  'session.other_one': 'Une modification de {{name}} n’est pas envoyée. Elle est gardée ici jusqu’à son retour.',
  'session.other_many':
    '{{count}} modifications de {{name}} ne sont pas envoyées. Elles sont gardées ici jusqu’à son retour.',
  'session.other_other':
    '{{count}} modifications de {{name}} ne sont pas envoyées. Elles sont gardées ici jusqu’à son retour.',
  'session.discarded-file': 'Les modifications abandonnées sont dans {{file}}.',

  'session.lock.asked': 'Verrouillé par {{name}}',
  'session.lock.idle': 'Verrouillé : {{name}} s’est absenté',
  'session.lock.system': 'Verrouillé avec l’écran de l’ordinateur, par {{name}}',
  'session.lock.offline-too-long': '{{name}} travaille sans le service d’identification depuis trop longtemps',
  'session.lock.ended': 'L’identification de {{name}} a pris fin',
  'session.lock.since':
    'Depuis {{time}}. Le travail en cours de {{name}} est gardé, modifications non envoyées comprises.',
  'session.lock.other': 'Qui s’identifie retrouve ses propres données ; celles des autres restent à part.',
  'session.unlock': 'S’identifier à nouveau',
  'session.wall-locked': 'Verrouillé',
  'session.wall-locked-detail': 'Identifiez-vous à la console pour afficher à nouveau le mur.',

  'session.menu': 'Compte : {{name}}',
  'session.token': 'Personne n’est identifié',
  'session.token-detail':
    'Le serveur est ouvert par le jeton de ce poste. Identifiez-vous pour travailler sous votre nom, avec votre propre cache.',
  'session.account': 'Compte',
  'session.roles': 'Rôles',
  'session.roles-unknown': 'pas encore connus',
  'session.role.supervisor': 'superviseur',
  'session.role.dispatcher': 'régulateur',
  'session.role.billing': 'facturation',
  'session.role.validator': 'validation',
  'session.role.administrator': 'administration',
  'session.role.feed': 'flux de positions',
  'session.subsidiaries': 'Filiales',
  'session.subsidiaries-all': 'toutes',
  'session.offline': 'Hors ligne',
  'session.offline-until': 'possible jusqu’au {{time}}',
  'session.lock-now': 'Verrouiller',
  'session.sign-out': 'Fermer la session',
  'session.read-only': 'Vos rôles permettent de voir ceci, pas de le modifier.',

  'session.unsent-title_one': 'Une modification n’est pas encore envoyée',
  'session.unsent-title_many': '{{count}} modifications ne sont pas encore envoyées',
  'session.unsent-title_other': '{{count}} modifications ne sont pas encore envoyées',
  'session.unsent-detail':
    'Fermer la session efface vos données de cet ordinateur. Envoyez d’abord ce qui attend, ou restez : tout est gardé et part de soi-même.',
  'session.unsent-settle_one': 'L’une d’elles attend votre décision dans la liste « Non envoyé ».',
  'session.unsent-settle_many': '{{count}} d’entre elles attendent votre décision dans la liste « Non envoyé ».',
  'session.unsent-settle_other': '{{count}} d’entre elles attendent votre décision dans la liste « Non envoyé ».',
  'session.unsent-left_one': 'Une modification n’a toujours pas pu être envoyée.',
  'session.unsent-left_many': '{{count}} modifications n’ont toujours pas pu être envoyées.',
  'session.unsent-left_other': '{{count}} modifications n’ont toujours pas pu être envoyées.',
  'session.discard-detail':
    'Les modifications abandonnées sont écrites dans un fichier lisible sur cet ordinateur. Elles ne sont pas envoyées.',
  'session.discard_one': 'L’abandonner et fermer la session',
  'session.discard_many': 'Abandonner les {{count}} et fermer la session',
  'session.discard_other': 'Abandonner les {{count}} et fermer la session',
  'session.send': 'Envoyer et fermer la session',
  'session.sending': 'Envoi…',
  'session.stay': 'Rester',
};
