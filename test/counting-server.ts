// A server on a port of loopback that knows its connections, so that a test can tell that none is left. What is said on them is for
// whoever makes one of it.
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

export abstract class CountingServer {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #whenAllClosed: (() => void)[] = [];
  accepted = 0;

  constructor() {
    this.#server = createServer((client) => {
      this.accepted += 1;
      this.#open.add(client);
      client.on("error", () => client.destroy());
      client.once("close", () => {
        this.#open.delete(client);
        if (this.#open.size > 0) return;
        for (const done of this.#whenAllClosed.splice(0)) done();
      });
      this.accept(client);
    });
  }

  protected abstract accept(client: Socket): void;

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    for (const client of this.#open) client.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  allClosed(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenAllClosed.push(resolve));
  }
}
