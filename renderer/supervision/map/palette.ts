/** The ground under the fleet: quieter than anything that lies on it. */
export interface MapPalette {
  readonly sea: string;
  readonly land: string;
  readonly lake: string;
  readonly river: string;
  readonly coast: string;
  readonly border: string;
  readonly division: string;
  readonly graticule: string;
  readonly country: string;
  readonly place: string;
  readonly placeDot: string;
  /** Around letters. */
  readonly halo: string;
  readonly road: string;
  readonly roadMinor: string;
  readonly building: string;
  readonly green: string;
}

export const PALETTES: Readonly<Record<'dark' | 'light', MapPalette>> = {
  dark: {
    sea: '#0d1115',
    land: '#1b2025',
    lake: '#0f1419',
    river: '#222e38',
    coast: '#39434c',
    border: '#525d67',
    division: '#2e363d',
    graticule: '#161c21',
    country: '#7b8791',
    place: '#a3aeb7',
    placeDot: '#6d7983',
    halo: '#14181c',
    road: '#333b43',
    roadMinor: '#262d33',
    building: '#22282e',
    green: '#1c2422',
  },
  light: {
    sea: '#ccd5db',
    land: '#f1f2f0',
    lake: '#d3dce2',
    river: '#ccd7de',
    coast: '#a0adb7',
    border: '#8b98a3',
    division: '#cdd3d7',
    graticule: '#c3cdd4',
    country: '#7a8690',
    place: '#56626c',
    placeDot: '#8d99a3',
    halo: '#f7f8f7',
    road: '#c9d0d5',
    roadMinor: '#dfe3e5',
    building: '#e5e7e7',
    green: '#e4ebe3',
  },
};
