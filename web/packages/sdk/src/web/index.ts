// What `import { siyu } from "…/sdk/siyu.mjs"` gets.
import { Siyu } from "./siyu.ts";

export type { Identities, Plugin, Problem, Properties, Recorded, Verb } from "../core/contract.ts";
export type { Siyu, WebOptions } from "./siyu.ts";

export const siyu = new Siyu();
