// Names for what the calls of the generated schema answer and take; nothing here is written by hand.
import type { paths } from "./schema.d.ts";

type Get<Path extends keyof paths> = paths[Path]["get"];
type Post<Path extends keyof paths> = paths[Path]["post"];

type Json<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;
type Answer<Call> = Call extends { responses: infer Responses }
  ? Json<Responses[keyof Responses & (200 | 201 | 202)]>
  : never;
type Taken<Call> = Call extends { requestBody: { content: { "application/json": infer Body } } } ? Body : never;
type Asked<Call> = Call extends { parameters: { query?: infer Query } } ? NonNullable<Query> : never;
type RowOf<Call> = Answer<Call> extends { items: (infer Row)[] } ? Row : never;

export type Session = Answer<Get<"/v1/session">>;
export type SignIn = Taken<Post<"/v1/session">>;
export type NewPassword = Taken<paths["/v1/session/password"]["put"]>;
export type NewOwner = Taken<Post<"/v1/setup">>;

export type Overview = Answer<Get<"/v1/insight/overview">>;
export type Trend = Answer<Get<"/v1/insight/trend">>;
export type TrendPoint = Trend["points"][number];
export type Grain = Trend["grain"];
export type TopProducts = Answer<Get<"/v1/insight/top-products">>;
export type Retention = Answer<Get<"/v1/insight/retention">>;

export type PersonRow = RowOf<Get<"/v1/people">>;
export type PeopleQuery = Asked<Get<"/v1/people">>;
export type Person = Answer<Get<"/v1/people/{person_id}">>;
export type Purchases = Person["purchases"][number];
export type TimelineEvent = RowOf<Get<"/v1/people/{person_id}/timeline">>;

export type OrderRow = RowOf<Get<"/v1/orders">>;
export type OrdersQuery = Asked<Get<"/v1/orders">>;
export type Order = Answer<Get<"/v1/orders/{order_id}">>;
export type ProductRow = RowOf<Get<"/v1/products">>;
export type ProductsQuery = Asked<Get<"/v1/products">>;

export type Mapping = RowOf<Get<"/v1/imports/mappings">>;
export type ImportFile = Answer<Post<"/v1/imports/files">>;
export type NewPreview = Taken<Post<"/v1/imports/previews">>;
export type Preview = Answer<Post<"/v1/imports/previews">>;
export type NewImport = Taken<Post<"/v1/imports">>;
export type Import = RowOf<Get<"/v1/imports">>;
export type ImportsQuery = Asked<Get<"/v1/imports">>;
export type Problem = Import["problems"][number];

export type Staff = RowOf<Get<"/v1/staff">>;
export type Role = Staff["role"];
export type NewStaff = Taken<Post<"/v1/staff">>;
export type StaffChange = Taken<paths["/v1/staff/{staff_id}"]["patch"]>;
export type ApiKey = RowOf<Get<"/v1/api-keys">>;
export type NewApiKey = Taken<Post<"/v1/api-keys">>;
export type AuditEntry = RowOf<Get<"/v1/audit">>;
export type AuditQuery = Asked<Get<"/v1/audit">>;

export type System = Answer<Get<"/v1/system">>;
export type DeadLetter = RowOf<Get<"/v1/system/dead-letters">>;

/** One page of any list, with the cursor of the next one. */
export interface Page<Row> {
  items: Row[];
  next_cursor: string | null;
  total: number | null;
}
