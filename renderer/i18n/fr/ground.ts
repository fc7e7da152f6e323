import type { ground as english } from '../en/ground.ts';
import type { Translated } from '../translated.ts';

export const ground: Translated<typeof english> = {
  'ground.title': 'Carte et couches',
  'ground.open': 'Carte et couches',
  'ground.close': 'Fermer carte et couches',
  'ground.part.base-map': 'Fond de carte',
  'ground.base-map.offline': 'Celui de Vigie, toujours là',
  'ground.base-map.offline-detail': 'Côtes, frontières, rivières et lieux du monde entier, sans réseau.',
  'ground.base-map.archive': 'Archive de carte',
  'ground.base-map.archive-none':
    'Un fichier PMTiles avec les rues de votre région, sur cet ordinateur ou un lecteur réseau.',
  'ground.base-map.pick': 'Choisir un fichier…',
  'ground.base-map.pick-elsewhere':
    'Les fichiers se choisissent sur le poste de bureau. Ici, l’informatique en nomme un dans le réglage baseMap.',
  'ground.base-map.style': 'Carte en ligne',
  'ground.base-map.style-address': 'Adresse du style',
  'ground.base-map.style-use': 'L’afficher',
  'ground.base-map.style-hint': 'Autorisé : {{origins}}',
  'ground.base-map.style-refused':
    'Les cartes en ligne ne peuvent venir que de {{origins}}. Écrivez une adresse qui commence ainsi.',
  'ground.base-map.style-loading': 'En cours de chargement…',
  'ground.base-map.set-policy': 'Fixé par votre service informatique dans le fichier de règles.',
  'ground.base-map.set-config': 'Fixé dans config.json : changez-le là.',
  'ground.base-map.zooms': 'Zoom {{from}} à {{to}}',
  'ground.fault.instead': 'Le fond de Vigie est affiché jusqu’à son retour.',
  'ground.fault.missing': 'L’archive de carte {{file}} n’est pas là.',
  'ground.fault.unreadable':
    'L’archive de carte {{file}} ne peut pas être lue. Vérifiez ses droits, ou choisissez-en une autre.',
  'ground.fault.not-answering': 'Le lecteur de l’archive de carte {{file}} ne répond pas.',
  'ground.fault.not-an-archive': '{{file}} n’est pas une archive PMTiles de version 3. Choisissez un autre fichier.',
  'ground.fault.truncated': 'L’archive de carte {{file}} est incomplète. Copiez-la de nouveau.',
  'ground.fault.compression':
    'L’archive de carte {{file}} est compressée d’une façon que Vigie ne lit pas. Produisez-la avec gzip.',
  'ground.fault.other-layers':
    'L’archive de carte {{file}} n’a pas les couches de Protomaps. Choisissez une archive Protomaps.',
  'ground.fault.refused': '{{file}} ne contient pas de données de carte utilisables.',
  'ground.fault.style-unreachable': 'La carte en ligne {{host}} est injoignable.',
  'ground.fault.style-not-a-style': 'Ce que {{host}} a envoyé n’est pas un style de carte. Vérifiez son adresse.',
  'ground.fault.style-other-origin':
    'La carte en ligne {{host}} prend des éléments ailleurs, ce que les règles n’autorisent pas. ' +
    'Demandez à l’informatique d’autoriser cette origine.',
};
