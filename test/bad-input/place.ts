// Where bad input goes to: the ids and names that good input would have there. The same corpus is made for the front door in
// this process and for the Worker in workerd.

export interface Place {
  readonly team: string;
  readonly asker: string;
  readonly approver: string;
  readonly admin: string;
  readonly stranger: string;
  readonly channel: string;
  /** Values of the buttons of a request that waits, and of one whose access is there. */
  readonly pending: string;
  readonly active: string;
  /** What the form of the Flow carries, and what is filled in: block id to value. */
  readonly formMetadata: string;
  readonly filled: Readonly<Record<string, { readonly typed: string } | { readonly chosen: string }>>;
  /** The Flow as it is typed after `/sym req`. */
  readonly flow: string;
  /** Stands in what people type: no log may repeat it. */
  readonly canary: string;
}
