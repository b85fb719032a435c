// What happens next in the simulated world: a heap of moments, the earliest first and among equals the one that was put in
// first. Knows nothing of what its entries mean, and never runs anything.

export interface Entry<T> {
  readonly at: number;
  readonly order: number;
  readonly what: T;
}

export class Agenda<T> {
  readonly #heap: Entry<T>[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  put(at: number, what: T): void {
    const heap = this.#heap;
    const entry = { at, order: ++this.#order, what };
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above] as Entry<T>;
      if (!earlier(entry, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = entry;
  }

  first = (): Entry<T> | undefined => this.#heap[0];

  take(): Entry<T> | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= heap.length) break;
      const right = heap[below + 1];
      if (right !== undefined && earlier(right, heap[below] as Entry<T>)) below++;
      const child = heap[below] as Entry<T>;
      if (!earlier(child, last)) break;
      heap[index] = child;
      index = below;
    }
    heap[index] = last;
    return first;
  }
}

const earlier = (a: Entry<unknown>, b: Entry<unknown>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
