/** Les murs, leurs écrans, et leur disposition. */
export const wall = {
  'wall.view.map': 'Carte',
  'wall.view.missions': 'Tableau des missions',
  'wall.view.vehicles': 'Véhicules',
  'wall.view.summary': 'Chiffres',
  'wall.view.billing': 'Facturation',
  'wall.view.clock': 'Horloge',
  'wall.billing.not-sent': 'Pas encore envoyé',
  'wall.billing.to-settle': 'À trancher',
  'wall.vehicles.title': 'Sans nouvelles depuis le plus longtemps',
  'wall.vehicles.more_one': 'et {{count, number}} autre',
  'wall.vehicles.more_many': 'et {{count, number}} d’autres',
  'wall.vehicles.more_other': 'et {{count, number}} autres',
  'wall.focus.vehicle': 'Envoyé par la console : véhicule {{name}}',
  'wall.focus.mission': 'Envoyé par la console : mission {{name}}',
  'wall.focus.area': 'Envoyé par la console : une zone de la carte',
} as const;
