/** What is drawn on the ground. Grey where it has no colour of its own: colour is for what is abnormal. */
export const GROUND_COLORS = {
  dark: { layer: '#8a97a2', name: '#a3aeb7', halo: '#14181c' },
  light: { layer: '#6c7882', name: '#4d5862', halo: '#f7f8f7' },
} as const satisfies Record<'dark' | 'light', { layer: string; name: string; halo: string }>;
