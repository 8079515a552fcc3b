// The one table of screens: address, title, who may enter, where it stands in the menu. Menu, routes and guards read it.
import {
  AccountBookOutlined,
  ApartmentOutlined,
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BookOutlined,
  BranchesOutlined,
  DashboardOutlined,
  HomeOutlined,
  ImportOutlined,
  ProfileOutlined,
  ShoppingOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UserOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import type { Group, Place } from "./place.ts";

export type { Place } from "./place.ts";

export const places: readonly Place[] = [
  {
    path: "/home",
    title: "home.title",
    permission: "insight:read",
    menu: { icon: HomeOutlined },
    page: () => import("./pages/home/Home.tsx"),
  },
  {
    path: "/customers",
    title: "customers.title",
    permission: "people:read",
    menu: { icon: UserOutlined, group: "customers" },
    page: () => import("./pages/customers/Customers.tsx"),
  },
  {
    path: "/customers/:id",
    title: "customers.title",
    permission: "people:read",
    page: () => import("./pages/customers/Customer.tsx"),
  },
  {
    path: "/identity-conflicts",
    title: "conflict.title",
    permission: "people:read",
    menu: { icon: BranchesOutlined, group: "customers" },
    page: () => import("./pages/customers/identity/Conflicts.tsx"),
  },
  {
    path: "/orders",
    title: "orders.title",
    permission: "orders:read",
    menu: { icon: ShoppingOutlined, group: "trade" },
    page: () => import("./pages/trade/Orders.tsx"),
  },
  {
    path: "/orders/:id",
    title: "orders.title",
    permission: "orders:read",
    page: () => import("./pages/trade/Order.tsx"),
  },
  {
    path: "/products",
    title: "products.title",
    permission: "products:read",
    menu: { icon: AppstoreOutlined, group: "trade" },
    page: () => import("./pages/trade/Products.tsx"),
  },
  {
    path: "/ledger",
    title: "ledger.title",
    permission: "ledger:read",
    menu: { icon: AccountBookOutlined, group: "trade" },
    page: () => import("./pages/ledger/Ledger.tsx"),
  },
  {
    path: "/ledger/:id",
    title: "ledger.title",
    permission: "ledger:read",
    page: () => import("./pages/ledger/Account.tsx"),
  },
  {
    path: "/events/live",
    title: "live.title",
    permission: "events:read",
    menu: { icon: ThunderboltOutlined, group: "events" },
    page: () => import("./pages/events/live/Live.tsx"),
  },
  {
    path: "/events/quarantine",
    title: "quarantine.title",
    permission: "events:read",
    menu: { icon: WarningOutlined, group: "events" },
    page: () => import("./pages/events/quarantine/Quarantine.tsx"),
  },
  {
    path: "/events/dictionary",
    title: "dictionary.title",
    permission: "events:read",
    menu: { icon: BookOutlined, group: "events" },
    page: () => import("./pages/events/dictionary/Dictionary.tsx"),
  },
  {
    path: "/events/dictionary/:name",
    title: "dictionary.title",
    permission: "events:read",
    page: () => import("./pages/events/dictionary/DictionaryEvent.tsx"),
  },
  {
    path: "/events/plan",
    title: "plan.title",
    permission: "events:read",
    menu: { icon: ProfileOutlined, group: "events" },
    page: () => import("./pages/events/plan/Plan.tsx"),
  },
  {
    path: "/events/plan/:name",
    title: "plan.title",
    permission: "events:read",
    page: () => import("./pages/events/plan/PlanEvent.tsx"),
  },
  {
    path: "/events/items",
    title: "items.title",
    permission: "events:read",
    menu: { icon: ApartmentOutlined, group: "events" },
    page: () => import("./pages/events/items/Items.tsx"),
  },
  {
    path: "/imports",
    title: "imports.title",
    permission: "imports:read",
    menu: { icon: ImportOutlined, group: "data" },
    page: () => import("./pages/imports/Imports.tsx"),
  },
  {
    path: "/imports/new",
    title: "imports.new",
    permission: "imports:write",
    page: () => import("./pages/imports/NewImport.tsx"),
  },
  {
    path: "/imports/:id",
    title: "imports.title",
    permission: "imports:read",
    page: () => import("./pages/imports/Import.tsx"),
  },
  {
    path: "/staff",
    title: "staff.title",
    permission: "staff:read",
    menu: { icon: TeamOutlined, group: "settings" },
    page: () => import("./pages/settings/Staff.tsx"),
  },
  {
    path: "/api-keys",
    title: "keys.title",
    permission: "keys:read",
    menu: { icon: ApiOutlined, group: "settings" },
    page: () => import("./pages/settings/Keys.tsx"),
  },
  {
    path: "/audit",
    title: "audit.title",
    permission: "audit:read",
    menu: { icon: AuditOutlined, group: "settings" },
    page: () => import("./pages/settings/Audit.tsx"),
  },
  {
    path: "/system",
    title: "system.title",
    permission: "system:read",
    menu: { icon: DashboardOutlined, group: "settings" },
    page: () => import("./pages/settings/System.tsx"),
  },
];

/** The menu in the order of the table: first what has no group, then each group. */
export function menu(may: (permission: string) => boolean): { group: Group | null; places: Place[] }[] {
  const open = places.filter((place) => place.menu && (place.permission === undefined || may(place.permission)));
  const groups: (Group | null)[] = [null, "customers", "trade", "events", "data", "settings"];
  return groups
    .map((group) => ({ group, places: open.filter((place) => (place.menu?.group ?? null) === group) }))
    .filter(({ places: some }) => some.length > 0);
}

/** Where a person lands who may not see the home screen. */
export const firstPlace = (may: (permission: string) => boolean): string => menu(may)[0]?.places[0]?.path ?? "/home";
