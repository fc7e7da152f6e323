import type { Dock, Layout } from './layout-tree.ts';
import type { LayoutsStore } from './layouts-store.ts';

/** What every group is told of the whole. */
export interface GroupContext {
  readonly layouts: LayoutsStore;
  readonly layout: Layout;
  /** The dock that keys and skip links lead to, where it is shown. */
  readonly current: Dock;
  /** The group that shows the detail of what is selected has this dock. */
  readonly detailAt: Dock;
  readonly onShow: (dock: Dock) => void;
}
