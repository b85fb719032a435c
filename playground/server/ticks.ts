// The page's "look again" signal: server-sent events that say that something changed, never what.
// Never sends one tick for each of many changes at once: a burst is one tick.

export type Ticks = {
  changed(): void;
  /** A stream of its own for one page. */
  stream(): Response;
  close(): void;
};

const BURST_MS = 30;
const KEEP_ALIVE_MS = 15_000;

export const createTicks = (): Ticks => {
  const encoder = new TextEncoder();
  const pages = new Set<ReadableStreamDefaultController<Uint8Array>>();
  let revision = 0;
  let burst: ReturnType<typeof setTimeout> | undefined;

  const send = (text: string): void => {
    const bytes = encoder.encode(text);
    for (const page of pages) page.enqueue(bytes);
  };
  const tick = (): void => {
    burst = undefined;
    revision += 1;
    send(`event: changed\ndata: ${revision}\n\n`);
  };
  // A comment now and then, so that a dead connection is noticed on both sides.
  const keepAlive = setInterval(() => send(": still here\n\n"), KEEP_ALIVE_MS);
  keepAlive.unref();

  return {
    changed: () => {
      burst ??= setTimeout(tick, BURST_MS);
    },
    stream: () => {
      let own: ReadableStreamDefaultController<Uint8Array> | undefined;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          own = controller;
          pages.add(controller);
          controller.enqueue(encoder.encode(`retry: 1000\nevent: changed\ndata: ${revision}\n\n`));
        },
        cancel: () => {
          if (own !== undefined) pages.delete(own);
        },
      });
      return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
    },
    close: () => {
      clearInterval(keepAlive);
      clearTimeout(burst);
      for (const page of pages) page.close();
      pages.clear();
    },
  };
};
