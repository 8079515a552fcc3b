// Words, numbers, money and time of the screens, in Chinese and English.
export {
  bytes,
  clock,
  clockSeconds,
  day,
  days,
  daysShort,
  dateTime,
  dateTimeSeconds,
  duration,
  isPast,
  money,
  moneyShort,
  month,
  number,
  numberShort,
  percent,
  setTimeZone,
  since,
  timeZone,
  today,
} from "./format.ts";
export { currentLocale, inLocale, LOCALES, restoreLocale, subscribe, switchLocale, type Locale } from "./locale.ts";
export { named, t, type Key, type PlainKey, type Slots, type Vars } from "./t.ts";
