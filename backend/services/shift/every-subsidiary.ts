/** Subsidiary of a handover of whoever sees every one: a name that none has, so that nobody who sees less is sent what they would not see. */
export const OF_ALL = '*';
