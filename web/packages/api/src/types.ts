// Names for the nouns of the generated schema; nothing here is written by hand.
import type { components, paths } from "./schema.d.ts";

type Schemas = components["schemas"];
type QueryOf<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never;

export type Session = Schemas["Session"];
export type SetupState = Schemas["SetupState"];
export type NewOwner = Schemas["NewOwner"];
export type SignIn = Schemas["SignIn"];
export type NewPassword = Schemas["NewPassword"];
export type Role = Schemas["Staff"]["role"];

export type Metric = Schemas["Metric"];
export type Overview = Schemas["Overview"];
export type Trend = Schemas["Trend"];
export type TrendPoint = Schemas["TrendPoint"];
export type TopProducts = Schemas["TopProducts"];
export type Retention = Schemas["Retention"];
export type Grain = NonNullable<QueryOf<"/v1/insight/trend">["grain"]>;

export type PersonRow = Schemas["PersonRow"];
export type Person = Schemas["Person"];
export type Purchases = Schemas["Purchases"];
export type TimelineEvent = Schemas["TimelineEvent"];
export type PeopleQuery = QueryOf<"/v1/people">;

export type OrderRow = Schemas["OrderRow"];
export type Order = Schemas["Order"];
export type OrdersQuery = QueryOf<"/v1/orders">;
export type ProductRow = Schemas["ProductRow"];
export type ProductsQuery = QueryOf<"/v1/products">;

export type Text = Schemas["Text"];
export type Mapping = Schemas["Mapping"];
export type ImportFile = Schemas["ImportFile"];
export type NewPreview = Schemas["NewPreview"];
export type Preview = Schemas["Preview"];
export type NewImport = Schemas["NewImport"];
export type Import = Schemas["Import"];
export type Problem = Schemas["Problem"];
export type ImportsQuery = QueryOf<"/v1/imports">;

export type Staff = Schemas["Staff"];
export type NewStaff = Schemas["NewStaff"];
export type StaffChange = Schemas["StaffChange"];
export type ApiKey = Schemas["ApiKey"];
export type NewApiKey = Schemas["NewApiKey"];
export type IssuedApiKey = Schemas["IssuedApiKey"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditQuery = QueryOf<"/v1/audit">;

export type System = Schemas["System"];
export type DeadLetter = Schemas["DeadLetter"];
export type Backup = Schemas["Backup"];

/** One page of a list, with the cursor of the next one. */
export interface Page<Row> {
  items: Row[];
  next_cursor: string | null;
  total: number | null;
}
