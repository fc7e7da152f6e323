import type { BillingCycleState, MissionStatus, ThirdPartyType } from '../../../shared/domain/index.ts';

/** Headings and words of exported tables: they stay in the file, so the data host has them itself. */
export interface ExportTexts {
  names: { missions: string; thirdParties: string; billingCycles: string };
  mission: Record<
    | 'reference'
    | 'status'
    | 'plannedStart'
    | 'plannedEnd'
    | 'actualStart'
    | 'actualEnd'
    | 'vehicle'
    | 'driver'
    | 'customer'
    | 'thirdParty'
    | 'cycle'
    | 'origin'
    | 'destination'
    | 'distance'
    | 'amount'
    | 'currency'
    | 'id',
    string
  >;
  thirdParty: Record<
    | 'name'
    | 'type'
    | 'email'
    | 'phone'
    | 'address'
    | 'postalCode'
    | 'city'
    | 'country'
    | 'siren'
    | 'siret'
    | 'vatNumber'
    | 'missions'
    | 'createdAt'
    | 'id',
    string
  >;
  cycle: Record<
    'label' | 'state' | 'thirdParty' | 'periodStart' | 'periodEnd' | 'missions' | 'amount' | 'currency' | 'id',
    string
  >;
  status: Record<MissionStatus, string>;
  type: Record<ThirdPartyType, string>;
  state: Record<BillingCycleState, string>;
}

const french: ExportTexts = {
  names: { missions: 'Missions', thirdParties: 'Tiers', billingCycles: 'Cycles' },
  mission: {
    ...{ reference: 'Référence', status: 'Statut', plannedStart: 'Départ prévu', plannedEnd: 'Arrivée prévue' },
    ...{ actualStart: 'Départ réel', actualEnd: 'Arrivée réelle', vehicle: 'Véhicule', driver: 'Conducteur' },
    ...{ customer: 'Client', thirdParty: 'Tiers', cycle: 'Cycle de facturation', origin: 'De', destination: 'Vers' },
    ...{ distance: 'Distance (km)', amount: 'Montant HT', currency: 'Devise', id: 'Identifiant' },
  },
  thirdParty: {
    ...{ name: 'Nom', type: 'Genre', email: 'Courriel', phone: 'Téléphone', address: 'Adresse' },
    ...{ postalCode: 'Code postal', city: 'Ville', country: 'Pays', siren: 'SIREN', siret: 'SIRET' },
    ...{ vatNumber: 'N° TVA', missions: 'Missions', createdAt: 'Créé le', id: 'Identifiant' },
  },
  cycle: {
    ...{ label: 'Libellé', state: 'État', thirdParty: 'Tiers', periodStart: 'Du', periodEnd: 'Au' },
    ...{ missions: 'Missions', amount: 'Montant HT', currency: 'Devise', id: 'Identifiant' },
  },
  status: { planned: 'Prévue', 'in-progress': 'En cours', completed: 'Terminée', cancelled: 'Annulée' },
  type: {
    ...{ customer: 'Client', supplier: 'Fournisseur', subcontractor: 'Sous-traitant' },
    ...{ authority: 'Autorité', other: 'Autre' },
  },
  state: {
    ...{ draft: 'Brouillon', open: 'Ouvert', closed: 'Clos', 'in-validation': 'En validation' },
    ...{ validated: 'Validé', invoiced: 'Facturé', transmitted: 'Transmis' },
  },
};

const english: ExportTexts = {
  names: { missions: 'Missions', thirdParties: 'Third parties', billingCycles: 'Billing cycles' },
  mission: {
    ...{ reference: 'Reference', status: 'Status', plannedStart: 'Planned start', plannedEnd: 'Planned end' },
    ...{ actualStart: 'Actual start', actualEnd: 'Actual end', vehicle: 'Vehicle', driver: 'Driver' },
    ...{ customer: 'Customer', thirdParty: 'Third party', cycle: 'Billing cycle', origin: 'From', destination: 'To' },
    ...{ distance: 'Distance (km)', amount: 'Amount before tax', currency: 'Currency', id: 'Identifier' },
  },
  thirdParty: {
    ...{ name: 'Name', type: 'Type', email: 'E-mail', phone: 'Phone', address: 'Address' },
    ...{ postalCode: 'Post code', city: 'City', country: 'Country', siren: 'SIREN', siret: 'SIRET' },
    ...{ vatNumber: 'VAT number', missions: 'Missions', createdAt: 'Created at', id: 'Identifier' },
  },
  cycle: {
    ...{ label: 'Label', state: 'State', thirdParty: 'Third party', periodStart: 'From', periodEnd: 'To' },
    ...{ missions: 'Missions', amount: 'Amount before tax', currency: 'Currency', id: 'Identifier' },
  },
  status: { planned: 'Planned', 'in-progress': 'In progress', completed: 'Completed', cancelled: 'Cancelled' },
  type: {
    ...{ customer: 'Customer', supplier: 'Supplier', subcontractor: 'Subcontractor' },
    ...{ authority: 'Authority', other: 'Other' },
  },
  state: {
    ...{ draft: 'Draft', open: 'Open', closed: 'Closed', 'in-validation': 'In validation' },
    ...{ validated: 'Validated', invoiced: 'Invoiced', transmitted: 'Transmitted' },
  },
};

export const EXPORT_TEXTS: Readonly<Record<'fr' | 'en', ExportTexts>> = { fr: french, en: english };
