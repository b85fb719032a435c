// `connect` of `cloudflare:sockets` for Node, over its own TCP and TLS, so that what runs in workerd can be judged in Node
// too. Only what strategies use of it; never trusts a certificate that nobody vouches for.
import { connect as connectTcp, type Socket as NodeSocket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Connect } from "../../../src/strategies/driver-socket.ts";

/** `ca`: PEM of an authority that is trusted instead of the well-known ones. `reach`: the address of every host name. */
export const nodeConnect = ({ ca, reach }: { readonly ca?: string; readonly reach?: string } = {}): Connect => {
  return ({ hostname, port }, { secureTransport }) => {
    const tcp = connectTcp({ host: reach ?? hostname, port });
    const secured = (raw: NodeSocket): Socket => {
      const tls = connectTls({ socket: raw, servername: hostname, ...(ca === undefined ? {} : { ca }) });
      return socketOver(tls, "secureConnect", () => {
        throw new Error("TLS is on already");
      });
    };
    return secureTransport === "on" ? secured(tcp) : socketOver(tcp, "connect", secured);
  };
};

function socketOver(raw: NodeSocket, ready: "connect" | "secureConnect", upgrade: (raw: NodeSocket) => Socket): Socket {
  const opened = new Promise<SocketInfo>((resolve, reject) => {
    raw.once(ready, () => resolve({}));
    raw.once("error", reject);
    raw.once("close", () => reject(new Error("closed before it was open")));
  });
  const closed = new Promise<void>((resolve, reject) => {
    raw.once("error", reject);
    raw.once("close", () => resolve());
  });
  opened.catch(() => undefined);
  closed.catch(() => undefined);
  let letGo = (): void => undefined;
  const readable = new ReadableStream<Uint8Array>({
    start(controller) {
      const onData = (bytes: Buffer): void => controller.enqueue(new Uint8Array(bytes));
      const onError = (error: Error): void => {
        letGo();
        controller.error(error);
      };
      const onClose = (): void => {
        letGo();
        controller.close();
      };
      letGo = () => void raw.off("data", onData).off("error", onError).off("close", onClose);
      raw.on("data", onData).on("error", onError).on("close", onClose);
    },
    cancel: () => letGo(),
  });
  const writable = new WritableStream<Uint8Array>({
    write: (bytes) =>
      new Promise((resolve, reject) => raw.write(bytes, (error) => (error ? reject(error) : resolve()))),
  });
  return {
    readable,
    writable,
    opened,
    closed,
    upgraded: false,
    secureTransport: ready === "connect" ? "starttls" : "on",
    close: async () => void raw.destroy(),
    startTls() {
      letGo();
      return upgrade(raw);
    },
  };
}
