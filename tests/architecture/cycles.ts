/** A graph of files: each names the files that it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * The circular imports of a graph: for each group of files that import each other, its shortest circle, as the files
 * in order, the first one again at the end. (Tarjan 1972, "Depth-first search and linear graph algorithms", then
 * breadth-first search within a group.)
 */
export function findCycles(graph: ImportGraph): string[][] {
  return stronglyConnected(graph).flatMap((group) => {
    const members = new Set(group);
    const circles = group
      .map((start) => shortestCircle(start, members, graph))
      .filter((circle) => circle !== undefined);
    const shortest = circles.toSorted((a, b) => a.length - b.length)[0];
    return shortest === undefined ? [] : [shortest];
  });
}

function stronglyConnected(graph: ImportGraph): string[][] {
  const groups: string[][] = [];
  const order = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    stack.push(file);
    onStack.add(file);
    let low = own;
    for (const next of graph.get(file) ?? []) {
      const seen = order.get(next);
      if (seen === undefined) low = Math.min(low, visit(next));
      else if (onStack.has(next)) low = Math.min(low, seen);
    }
    if (low === own) {
      const group = stack.splice(stack.indexOf(file));
      for (const member of group) onStack.delete(member);
      groups.push(group.toSorted());
    }
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return groups;
}

function shortestCircle(start: string, members: ReadonlySet<string>, graph: ImportGraph): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const next of graph.get(file) ?? []) {
      if (next === start) {
        const back = [file];
        for (let at = file; at !== start; ) {
          at = cameFrom.get(at) ?? start;
          back.push(at);
        }
        return [...back.toReversed(), start];
      }
      if (!members.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  return undefined;
}
