/** The few words that the map itself says. */
export interface MapTexts {
  readonly title: string;
  readonly fit: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly attribution: string;
  readonly noWebGl: string;
  readonly contextLost: string;
  /** With `{{time}}` where the time is to stand. */
  readonly notLive: string;
  /** The same where a recording is shown. */
  readonly notReplayed: string;
  /** For times. */
  readonly locale: string;
}

export const MAP_TEXTS: Readonly<Record<'fr' | 'en', MapTexts>> = {
  en: {
    title: 'Map of the fleet',
    fit: 'Show the whole fleet (F)',
    zoomIn: 'Zoom in (+)',
    zoomOut: 'Zoom out (−)',
    attribution: 'Sources of the map',
    noWebGl:
      'The map cannot be drawn: this machine offers no WebGL 2. Update the graphics driver, or allow hardware ' +
      'acceleration, then reopen this window.',
    contextLost: 'The graphics driver was interrupted. The map is being drawn again.',
    notLive: 'not live since {{time}}',
    notReplayed: 'replay interrupted since {{time}}',
    locale: 'en-GB',
  },
  fr: {
    title: 'Carte de la flotte',
    fit: 'Montrer toute la flotte (F)',
    zoomIn: 'Agrandir (+)',
    zoomOut: 'Réduire (−)',
    attribution: 'Sources de la carte',
    noWebGl:
      'La carte ne peut pas être dessinée : ce poste n’offre pas WebGL 2. Mettez à jour le pilote graphique, ou ' +
      'autorisez l’accélération matérielle, puis rouvrez cette fenêtre.',
    contextLost: 'Le pilote graphique a été interrompu. La carte est en train d’être redessinée.',
    notLive: 'pas en direct depuis {{time}}',
    notReplayed: 'relecture interrompue depuis {{time}}',
    locale: 'fr-FR',
  },
};
