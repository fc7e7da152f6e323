/** The shell's own words. The pages have theirs in renderer/i18n. */
const FRENCH = {
  file: 'Fichier',
  edit: 'Édition',
  view: 'Affichage',
  wall: 'Mur',
  help: 'Aide',
  quit: 'Quitter Vigie',
  closeWindow: 'Fermer la fenêtre',
  undo: 'Annuler',
  redo: 'Rétablir',
  cut: 'Couper',
  copy: 'Copier',
  paste: 'Coller',
  selectAll: 'Tout sélectionner',
  showConsole: 'Afficher la console',
  reload: 'Recharger la fenêtre',
  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
  zoomReset: 'Taille réelle',
  fullScreen: 'Plein écran',
  developerTools: 'Outils de développement',
  closeAllWalls: 'Fermer tous les murs',
  display: 'Écran',
  primary: 'principal',
  about: 'À propos de Vigie',
  openLogs: 'Ouvrir le dossier des journaux',
  openSettings: 'Ouvrir le dossier des réglages',
  restartDataHost: 'Redémarrer le service de données',
  dataHostStopped: 'Le service de données de Vigie s’arrête sans cesse.',
  dataHostStoppedDetail:
    'Les fenêtres gardent ce qu’elles montrent, sans le mettre à jour. Vigie essaie encore une fois par minute. ' +
    'Si cela dure, transmettez les journaux à votre service informatique.',
  windowStopped: 'Une fenêtre de Vigie s’arrête sans cesse.',
  windowStoppedDetail:
    'Vigie essaie encore de la recharger une fois par minute. Si cela dure, transmettez les journaux à votre service informatique.',
  restartNow: 'Redémarrer maintenant',
  later: 'Plus tard',
  cannotStart: 'Vigie ne peut pas démarrer.',
};

export type Texts = Readonly<typeof FRENCH>;

const ENGLISH: Texts = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  wall: 'Wall',
  help: 'Help',
  quit: 'Quit Vigie',
  closeWindow: 'Close window',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  showConsole: 'Show the console',
  reload: 'Reload the window',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Actual size',
  fullScreen: 'Full screen',
  developerTools: 'Developer tools',
  closeAllWalls: 'Close all walls',
  display: 'Display',
  primary: 'primary',
  about: 'About Vigie',
  openLogs: 'Open the log folder',
  openSettings: 'Open the settings folder',
  restartDataHost: 'Restart the data service',
  dataHostStopped: 'Vigie’s data service keeps stopping.',
  dataHostStoppedDetail:
    'Windows keep what they show, without bringing it up to date. Vigie goes on trying once a minute. ' +
    'If this lasts, send the logs to your IT department.',
  windowStopped: 'A window of Vigie keeps stopping.',
  windowStoppedDetail: 'Vigie goes on reloading it once a minute. If this lasts, send the logs to your IT department.',
  restartNow: 'Restart now',
  later: 'Later',
  cannotStart: 'Vigie cannot start.',
};

/** @param locale BCP 47, as the system gives it ("fr-CA"); another language than French gets English */
export function textsFor(locale: string): Texts {
  return /^fr(?:-|_|$)/i.test(locale) ? FRENCH : ENGLISH;
}
