// Numbers, money and time as the reader expects them: the brand's time zone, the reader's language.
import { currentLocale } from "./locale.ts";

const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const CLOCK_SECONDS: Intl.DateTimeFormatOptions = { ...CLOCK, second: "2-digit" };

let zone = "Asia/Shanghai";

export const timeZone = (): string => zone;

export function setTimeZone(name: string): void {
  zone = name;
}

export const number = (value: number): string => numbers({}).format(value);

/** 12,300 → 1.2万 / 12.3K, for axes and small places. */
export const numberShort = (value: number): string =>
  numbers({ notation: "compact", maximumFractionDigits: 1 }).format(value);

/** A share: 0.384 → 38.4%. */
export const percent = (share: number, digits = 1): string =>
  numbers({ style: "percent", maximumFractionDigits: digits }).format(share);

/** Minor units and ISO currency → ¥1,234.50. */
export const money = (minor: number, currency: string): string => amount(minor, currency, {});

export const moneyShort = (minor: number, currency: string): string =>
  amount(minor, currency, { notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 });

/** A moment as a calendar day. */
export const day = (iso: string): string => dates({ dateStyle: "medium", timeZone: zone }).format(new Date(iso));

export const dateTime = (iso: string): string => moment(iso, CLOCK);

/** The hour and minute of a moment. */
export const clock = (iso: string): string => dates({ ...CLOCK, timeZone: zone }).format(new Date(iso));

/** The same to the second, where things happen faster than minutes. */
export const clockSeconds = (iso: string): string => dates({ ...CLOCK_SECONDS, timeZone: zone }).format(new Date(iso));

export const dateTimeSeconds = (iso: string): string => moment(iso, CLOCK_SECONDS);

/** A bucket such as 2010-12-01 has no zone of its own: it is that day everywhere. */
export const month = (bucket: string): string =>
  dates({ year: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${bucket.slice(0, 10)}T00:00:00Z`));

export const days = (bucket: string): string =>
  dates({ year: "numeric", month: "short", day: "numeric", timeZone: "UTC" }).format(
    new Date(`${bucket.slice(0, 10)}T00:00:00Z`),
  );

/** The same for narrow places: 12/1, 1 Dec. */
export const daysShort = (bucket: string): string =>
  dates({ month: currentLocale() === "en" ? "short" : "numeric", day: "numeric", timeZone: "UTC" }).format(
    new Date(`${bucket.slice(0, 10)}T00:00:00Z`),
  );

/** Today in the brand's zone, as 2010-12-01. */
export const today = (now: Date = new Date()): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);

export const isPast = (iso: string, now: Date = new Date()): boolean => new Date(iso) < now;

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** How long ago: 3 分钟前 / 3 minutes ago. */
export function since(iso: string, now: Date = new Date()): string {
  const seconds = Math.min(0, Math.round((new Date(iso).getTime() - now.getTime()) / 1000));
  const [unit, size] = STEPS.find(([, step]) => -seconds >= step) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(currentLocale(), { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

const SIZES = ["B", "KB", "MB", "GB", "TB"];

export function bytes(size: number): string {
  const step = Math.min(SIZES.length - 1, size < 1 ? 0 : Math.floor(Math.log(size) / Math.log(1024)));
  return `${numbers({ maximumFractionDigits: step === 0 ? 0 : 1 }).format(size / 1024 ** step)} ${SIZES[step] ?? "B"}`;
}

/** Seconds as the two largest units: 3 小时 5 分钟 / 3 hr 5 min. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), "day"],
    [Math.floor(whole / 3_600) % 24, "hour"],
    [Math.floor(whole / 60) % 60, "minute"],
    [whole % 60, "second"],
  ];
  const shown = parts.filter(([value]) => value > 0).slice(0, 2);
  const units: [number, string][] = shown.length > 0 ? shown : [[0, "second"]];
  return units.map(([value, unit]) => numbers({ style: "unit", unit, unitDisplay: "short" }).format(value)).join(" ");
}

function moment(iso: string, time: Intl.DateTimeFormatOptions): string {
  const month = currentLocale() === "en" ? "short" : "2-digit";
  return dates({ year: "numeric", month, day: "2-digit", ...time, timeZone: zone }).format(new Date(iso));
}

function amount(minor: number, currency: string, options: Intl.NumberFormatOptions): string {
  const format = numbers({ style: "currency", currency, currencyDisplay: "narrowSymbol", ...options });
  return format.format(minor / 10 ** minorDigits(currency));
}

function minorDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

const numbers = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(currentLocale(), options);
const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(currentLocale(), options);
