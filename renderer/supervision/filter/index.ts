export { FilterProvider, useFilterStore, useFleetFilter } from './filter-context.tsx';
export { FilterChip, FilterNote, FleetFilterBar } from './filter-tools.tsx';
export { createFleetFilter, type FleetFilterStore } from './filter-store.ts';
export { type FleetFilter, isFiltering, listFilterOf, SHOW_ALL } from './fleet-filter.ts';
