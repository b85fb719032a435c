// Draws an open modal again behind the answer to a click in it. With the view's hash, so that of two quick changes the newer one is
// not overwritten; where it cannot be drawn, what was chosen is in the view's state and is read when it is sent.
import type { ModalView } from "slack-edge";
import { TransientError } from "../../ports.ts";
import { IN_THE_ACK_MS, SlackRefusal } from "../client.ts";
import type { View } from "../payload.ts";
import type { Front } from "./front.ts";

export async function redraw(front: Front, { id, hash }: Pick<View, "id" | "hash">, view: ModalView): Promise<void> {
  try {
    await front.call("views.update", { view_id: id, hash, view }, IN_THE_ACK_MS);
  } catch (error) {
    if (!(error instanceof TransientError) && !(error instanceof SlackRefusal)) throw error;
    if (error instanceof SlackRefusal) front.log("slack.view.refused", { code: error.code });
  }
}
