/** Walls, their screens, and how they are arranged. */
export const wall = {
  'wall.view.map': 'Map',
  'wall.view.missions': 'Mission board',
  'wall.view.vehicles': 'Vehicles',
  'wall.view.summary': 'Figures',
  'wall.view.billing': 'Billing',
  'wall.view.clock': 'Clock',
  'wall.billing.not-sent': 'Not sent yet',
  'wall.billing.to-settle': 'To settle',
  'wall.vehicles.title': 'Not heard for longest',
  'wall.vehicles.more_one': 'and {{count, number}} more',
  'wall.vehicles.more_other': 'and {{count, number}} more',
  'wall.focus.vehicle': 'Sent from the console: vehicle {{name}}',
  'wall.focus.mission': 'Sent from the console: mission {{name}}',
  'wall.focus.area': 'Sent from the console: an area of the map',
} as const;
