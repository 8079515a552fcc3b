// What `const { siyu } = require("siyu-mp.js")` gets.
import { Siyu } from "./siyu.ts";

export type { Identities, Plugin, Problem, Properties, Recorded, Verb } from "../core/contract.ts";
export type { MpOptions, Siyu } from "./siyu.ts";

export const siyu = new Siyu();
