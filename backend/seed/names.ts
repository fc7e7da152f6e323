import type { ThirdPartyType } from '../../shared/domain/index.ts';

/** Firms and authorities that a fleet deals with beside its customers: all invented. */
export const PARTNERS: readonly { name: string; type: ThirdPartyType }[] = [
  { name: 'Autocars Lemoine SAS', type: 'subcontractor' },
  { name: 'Taxis Réunis du Val', type: 'subcontractor' },
  { name: 'Messageries Kerouac SARL', type: 'subcontractor' },
  { name: 'Transports Gauthier et Filles', type: 'subcontractor' },
  { name: 'Ambulances Saint-Christophe', type: 'subcontractor' },
  { name: 'Carburants de la Plaine SA', type: 'supplier' },
  { name: 'Garage central Moreau', type: 'supplier' },
  { name: 'Pneus Atlantique SAS', type: 'supplier' },
  { name: 'Assurances mutuelles du Rail et de la Route', type: 'supplier' },
  { name: 'Péages Horizon', type: 'supplier' },
  { name: 'Direction régionale des transports', type: 'authority' },
  { name: 'Préfecture, service des circulations', type: 'authority' },
  { name: 'Inspection du travail, section transports', type: 'authority' },
  { name: 'Fédération des transporteurs', type: 'other' },
];

/** Customer names that stand for nobody in particular. */
export const NOBODY: ReadonlySet<string> = new Set(['Particulier']);
