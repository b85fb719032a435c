// The record in D1 keeps the record's contract.
import { env } from "cloudflare:workers";
import { openStore } from "../../../src/store/open-store.ts";
import { storeContract } from "../../contracts/store.ts";

storeContract("the record in D1", () => openStore(env.DB));
