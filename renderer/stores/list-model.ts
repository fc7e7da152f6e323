import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';
import { createPagedList, type PagedList, type PagedListOptions, type Window } from './paged-list.ts';

export interface Sort<By extends string> {
  readonly by: By;
  readonly direction: 'ascending' | 'descending';
}

/** What a list is asked for. `text` is what the person has typed so far; the list follows it a moment later. */
export interface ListView<Filter, By extends string> {
  readonly text: string;
  readonly filter: Filter;
  readonly sort: Sort<By>;
}

export interface ListQuery<Filter, By extends string> {
  readonly filter: Filter & { text?: string };
  readonly sort: Sort<By>;
}

export interface ListPlace {
  /** Pixels from the top. */
  readonly scrollTop: number;
  /** The row that the keyboard is on. */
  readonly activeIndex: number;
}

/** A list as a panel works with it: what is asked, the rows that answer, and where it was scrolled to. */
export interface ListModel<Row, Filter, By extends string, Answer extends Window<Row> = Window<Row>> {
  readonly view: StoreApi<ListView<Filter, By>>;
  readonly list: PagedList<Row, ListQuery<Filter, By>, Answer>;
  setText: (text: string) => void;
  setFilter(filter: Filter): void;
  /** All that is asked, at once. */
  setView(view: ListView<Filter, By>): void;
  /** Sorts by this; when it does already, the other way round. */
  sortBy: (by: By) => void;
  /** Rows of the list as it is filtered and sorted now, beside those that are shown. */
  read: (window: { offset: number; limit: number }, signal: AbortSignal) => Promise<Answer>;
  /** Where the person was in it, kept while the panel is not shown. */
  place: () => ListPlace;
  keepPlace: (change: Partial<ListPlace>) => void;
  dispose: Disposer;
}

/** While one types, only the last word of this long a pause is asked for. */
const TYPING_MS = 200;

export interface ListModelOptions<Row, Filter, By extends string, Answer extends Window<Row>> {
  connection: Pick<Connection, 'client' | 'onOpen'>;
  clock: Clock;
  filter: Filter;
  sort: Sort<By>;
  /** The kinds of rows whose change may change the list. */
  entities: readonly SyncEntity[];
  /** Other news that may change the list. */
  subscribe?: (invalidate: (revision: number) => void) => Disposer;
  fetch: PagedListOptions<Row, ListQuery<Filter, By>, Answer>['fetch'];
  /** For a list whose order changes by itself: its rows do not move while somebody is at them. */
  identify?: (row: Row) => string;
}

export function createListModel<
  Row,
  Filter extends object,
  By extends string,
  Answer extends Window<Row> = Window<Row>,
>(options: ListModelOptions<Row, Filter, By, Answer>): ListModel<Row, Filter, By, Answer> {
  const { connection, clock } = options;
  const view = createStore<ListView<Filter, By>>(() => ({ text: '', filter: options.filter, sort: options.sort }));
  const queryOf = ({ text, filter, sort }: ListView<Filter, By>): ListQuery<Filter, By> => ({
    filter: text.trim() === '' ? filter : { ...filter, text: text.trim() },
    sort,
  });
  const list = createPagedList<Row, ListQuery<Filter, By>, Answer>({
    query: queryOf(view.getState()),
    fetch: options.fetch,
    clock,
    identify: options.identify,
  });
  let place: ListPlace = { scrollTop: 0, activeIndex: 0 };
  let stopTyping: Disposer = () => undefined;
  const ask = () => {
    stopTyping();
    place = { scrollTop: 0, activeIndex: 0 };
    list.setQuery(queryOf(view.getState()));
  };
  const stopChanges = connection.client.on('data.changed', ({ entities, revision }) => {
    if (entities.some((entity) => options.entities.includes(entity))) list.invalidate(revision);
  });
  const stopNews = options.subscribe?.((revision) => list.invalidate(revision));
  const stopOpen = connection.onOpen(() => list.refresh());

  return {
    view,
    list,
    read: (window, signal) => options.fetch(queryOf(view.getState()), window, signal),
    place: () => place,
    keepPlace(change) {
      place = { ...place, ...change };
    },
    setText(text) {
      view.setState({ text });
      stopTyping();
      stopTyping = clock.after(TYPING_MS, ask);
    },
    setFilter(filter) {
      view.setState({ filter });
      ask();
    },
    setView(next) {
      view.setState(next);
      ask();
    },
    sortBy(by) {
      const { sort } = view.getState();
      const direction = sort.by === by && sort.direction === 'ascending' ? 'descending' : 'ascending';
      view.setState({ sort: { by, direction } });
      ask();
    },
    dispose() {
      stopTyping();
      stopChanges();
      stopNews?.();
      stopOpen();
      list.dispose();
    },
  };
}
