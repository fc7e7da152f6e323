import type { errors as english } from '../en/errors.ts';
import type { Translated } from '../translated.ts';

export const errors: Translated<typeof english> = {
  'error.invalid-request': 'La demande n’a pas été comprise.',
  'error.unknown-method': 'Le service de données ne connaît pas cette demande.',
  'error.timeout': 'La réponse n’est pas arrivée à temps.',
  'error.disconnected': 'La liaison avec le service de données est coupée.',
  'error.cancelled': 'La demande a été annulée.',
  'error.internal': 'Le service de données a rencontré une erreur imprévue.',
  'error.not-found': 'Cette fiche n’existe plus.',
  'error.no-displays': 'Ce service de données n’ouvre pas de fenêtres : il sert des navigateurs.',
  'error.server-unreachable': 'Le serveur est injoignable.',
  'error.server-slow': 'Le serveur met trop de temps à répondre.',
  'error.server-not-vigie': 'Ce qui répond à l’adresse du serveur n’est pas un serveur Vigie.',
  'error.server-incompatible': 'Le serveur n’est pas de la même version que cette application.',
  'error.server-malformed': 'La réponse du serveur est illisible.',
  'error.server-failed': 'Le serveur signale une erreur qui lui est propre.',
  'error.unauthorized': 'Le serveur refuse la connexion du compte, ou elle a expiré.',
  'error.forbidden': 'Votre compte n’a pas le droit de voir ceci.',
  'error.storage-full': 'Le disque est plein : les nouvelles données ne peuvent pas être conservées.',
  'error.storage-read-only': 'Le dossier de données est en lecture seule : rien de nouveau ne peut être conservé.',
  'error.storage-corrupt': 'Les données locales sont endommagées.',
  'error.storage-failed': 'Les données locales ne peuvent être ni lues ni écrites.',

  'remedy.invalid-request':
    'Rechargez la fenêtre. Si cela revient, transmettez les journaux à votre service informatique.',
  'remedy.unknown-method': 'Redémarrez Vigie, pour que toutes ses parties soient de la même version.',
  'remedy.timeout': 'Réessayez dans un instant.',
  'remedy.disconnected': 'Vigie se reconnecte d’elle-même.',
  'remedy.cancelled': 'Réessayez.',
  'remedy.internal': 'Réessayez. Si cela revient, transmettez les journaux à votre service informatique.',
  'remedy.not-found': 'Fermez-la et choisissez-en une autre : elle a été supprimée, ou déplacée.',
  'remedy.no-displays': 'Ouvrez le mur sur le poste, ou ses écrans dans des onglets.',
  'remedy.server-unreachable': 'Vérifiez le réseau. Vigie réessaie d’elle-même et garde ce qu’elle a.',
  'remedy.server-slow': 'Rien à faire : Vigie réessaie d’elle-même. Si cela dure, prévenez votre service informatique.',
  'remedy.server-not-vigie': 'Vérifiez l’adresse du serveur, et si le réseau demande d’abord de s’identifier.',
  'remedy.server-incompatible': 'Installez la version de Vigie qui correspond à votre serveur.',
  'remedy.server-malformed':
    'Vigie réessaie d’elle-même. Si cela dure, transmettez les journaux à votre service informatique.',
  'remedy.server-failed': 'Vigie réessaie d’elle-même. Si cela dure, prévenez la personne qui gère le serveur.',
  'remedy.unauthorized': 'Identifiez-vous à nouveau, ou demandez l’accès à votre service informatique.',
  'remedy.forbidden': 'Demandez ce droit à votre administrateur.',
  'remedy.storage-full': 'Libérez de la place sur le disque : Vigie reprend ensuite d’elle-même.',
  'remedy.storage-read-only':
    'Donnez à votre compte le droit d’écrire dans le dossier de données, puis redémarrez Vigie.',
  'remedy.storage-corrupt': 'Vigie met le fichier endommagé de côté et relit tout depuis le serveur.',
  'remedy.storage-failed': 'Redémarrez Vigie. Si cela revient, transmettez les journaux à votre service informatique.',
};
