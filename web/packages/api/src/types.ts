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

export type ConsentPurpose = RowOf<Get<"/v1/people/{person_id}/consents">>;
export type ConsentCell = ConsentPurpose["channels"][number];
export type Consent = RowOf<Get<"/v1/people/{person_id}/consents/history">>;
export type SaidConsent = Taken<Post<"/v1/people/{person_id}/consents">>;
export type ConsentTextsQuery = Asked<Get<"/v1/consent-texts">>;
export type NewConsentText = Taken<Post<"/v1/consent-texts">>;

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

export type Hit = RowOf<Get<"/v1/events/live">>;
export type LiveQuery = Asked<Get<"/v1/events/live">>;
export type Live = Answer<Get<"/v1/events/live">>;
export type Codes = Answer<Get<"/v1/events/codes">>;
export type Quarantined = RowOf<Get<"/v1/events/quarantine">>;
export type QuarantineQuery = Asked<Get<"/v1/events/quarantine">>;
export type QuarantineChoice = Taken<Post<"/v1/events/quarantine/replays">>;
export type Replayed = Answer<Post<"/v1/events/quarantine/replays">>;
export type ReasonCount = RowOf<Get<"/v1/events/quarantine/reasons">>;
export type DictionaryRow = RowOf<Get<"/v1/events/dictionary">>;
export type SeenEvent = Answer<Get<"/v1/events/dictionary/{name}">>;
export type SeenProperty = SeenEvent["properties"][number];

export type PlannedEventRow = RowOf<Get<"/v1/tracking-plan/events">>;
export type PlannedEvent = Answer<Get<"/v1/tracking-plan/events/{name}">>;
export type PlanQuery = Asked<Get<"/v1/tracking-plan/events">>;
export type PlanGroup = Answer<Get<"/v1/tracking-plan/groups">>[number];
export type WantedEvent = Taken<paths["/v1/tracking-plan/events/{name}"]["put"]>;
export type Trial = Taken<Post<"/v1/tracking-plan/trials">>;
export type Violation = Answer<Post<"/v1/tracking-plan/trials">>["violations"][number];
export type Mode = PlannedEventRow["mode"];

export type Item = RowOf<Get<"/v1/items">>;
export type ItemsQuery = Asked<Get<"/v1/items">>;

export type Unit = RowOf<Get<"/v1/ledger/units">>;
export type Balance = RowOf<Get<"/v1/ledger/accounts">>;
export type Account = Balance["account"];
export type AccountsQuery = Asked<Get<"/v1/ledger/accounts">>;
export type Entry = RowOf<Get<"/v1/ledger/accounts/{account_id}/statement">>;
export type StatementQuery = Asked<Get<"/v1/ledger/accounts/{account_id}/statement">>;
export type LotRow = RowOf<Get<"/v1/ledger/accounts/{account_id}/lots">>;
export type TrialBalance = RowOf<Get<"/v1/ledger/trial-balance">>;
export type Correction = Taken<Post<"/v1/ledger/transfers">>;
export type Chain = Answer<Get<"/v1/ledger/chain">>;
export type WantedLook = Taken<Post<"/v1/ledger/chain/verifications">>;
export type Verification = Answer<Post<"/v1/ledger/chain/verifications">>;

export type IdentityChange = RowOf<Get<"/v1/people/{person_id}/identity-changes">>;
export type IdentityConflict = RowOf<Get<"/v1/identity-conflicts">>;
export type ConflictSide = IdentityConflict["a"];
export type ConflictsQuery = Asked<Get<"/v1/identity-conflicts">>;
export type WantedDecision = Taken<Post<"/v1/identity-conflicts/{conflict_id}/decisions">>;

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
