/** What is drawn on the ground. Grey where it has no colour of its own: colour is for what is abnormal. */
export const GROUND_COLORS = {
  dark: { layer: '#8a97a2', fence: '#b4bec6', draft: '#8cbbe8', name: '#a3aeb7', halo: '#14181c' },
  light: { layer: '#6c7882', fence: '#4d5862', draft: '#0f5792', name: '#4d5862', halo: '#f7f8f7' },
} as const satisfies Record<'dark' | 'light', Record<'layer' | 'fence' | 'draft' | 'name' | 'halo', string>>;
