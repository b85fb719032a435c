// The record of the simulated world keeps the contract of every record: what is found there holds for D1 too.
import { storeContract } from "../../contracts/store.ts";
import { SimRecord } from "../../world/record.ts";

storeContract("the record of the simulated world", () => new SimRecord());
