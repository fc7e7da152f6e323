import type { Role } from '../../../shared/domain/index.ts';

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface PageTexts {
  /** Name of the language, in itself. */
  language: string;
  signIn: string;
  demonstration: string;
  demonstrationMeans: string;
  choose: string;
  signedInAs: (name: string) => string;
  cancel: string;
  allRoles: string;
  roles: Readonly<Record<Role, string>>;
  onlySubsidiary: (names: string) => string;
  signOut: string;
  signOutAsk: string;
  signOutYes: string;
  signOutNo: string;
  signedOut: string;
  mayClose: string;
  failed: string;
  failedRemedy: string;
}

export const PAGE_TEXTS: Readonly<Record<Language, PageTexts>> = {
  fr: {
    language: 'Français',
    signIn: 'Se connecter à Vigie',
    demonstration: 'Comptes de démonstration',
    demonstrationMeans:
      'Ce service de connexion ne sert qu’à essayer Vigie, sur cet ordinateur seulement. Ses comptes sont des exemples sans mot de ' +
      'passe : il ne prouve l’identité de personne. En exploitation, Vigie utilise le service de connexion de l’exploitant et ne ' +
      'connaît aucun mot de passe.',
    choose: 'Choisissez qui vous êtes',
    signedInAs: (name) => `Connecté en ce moment : ${name}`,
    cancel: 'Annuler',
    allRoles: 'tous les rôles',
    roles: {
      supervisor: 'superviseur',
      dispatcher: 'régulateur',
      billing: 'facturation',
      validator: 'validation',
      administrator: 'administration',
      feed: 'flux de positions',
    },
    onlySubsidiary: (names) => `filiale ${names} seulement`,
    signOut: 'Se déconnecter de Vigie',
    signOutAsk: 'Voulez-vous vous déconnecter ?',
    signOutYes: 'Se déconnecter',
    signOutNo: 'Rester connecté',
    signedOut: 'Vous êtes déconnecté.',
    mayClose: 'Vous pouvez fermer cette page.',
    failed: 'La connexion n’a pas abouti',
    failedRemedy: 'Fermez cette page et recommencez la connexion depuis Vigie.',
  },
  en: {
    language: 'English',
    signIn: 'Sign in to Vigie',
    demonstration: 'Demonstration accounts',
    demonstrationMeans:
      'This sign-in service is for trying Vigie, on this computer alone. Its accounts are examples without a password: it proves ' +
      'nobody’s identity. In production Vigie uses the operator’s own sign-in, and knows no password.',
    choose: 'Choose who you are',
    signedInAs: (name) => `Signed in at present: ${name}`,
    cancel: 'Cancel',
    allRoles: 'all roles',
    roles: {
      supervisor: 'supervisor',
      dispatcher: 'dispatcher',
      billing: 'billing',
      validator: 'validation',
      administrator: 'administration',
      feed: 'position feed',
    },
    onlySubsidiary: (names) => `subsidiary ${names} only`,
    signOut: 'Sign out of Vigie',
    signOutAsk: 'Do you want to sign out?',
    signOutYes: 'Sign out',
    signOutNo: 'Stay signed in',
    signedOut: 'You are signed out.',
    mayClose: 'You can close this page.',
    failed: 'Signing in did not work',
    failedRemedy: 'Close this page and begin again from Vigie.',
  },
};

/** The first language asked for that the pages speak: from `ui_locales` or an Accept-Language header. English if none. */
export function languageOf(...wishes: readonly (string | undefined)[]): Language {
  for (const wish of wishes) {
    for (const word of (wish ?? '').toLowerCase().split(/[\s,;]+/)) {
      const known = LANGUAGES.find((language) => word === language || word.startsWith(`${language}-`));
      if (known !== undefined) return known;
    }
  }
  return 'en';
}
