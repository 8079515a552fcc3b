// Amounts of the ledger as people read them: fen as money, everything else as a count of its unit.
import { ledger } from "@siyu/api";
import { inLocale, money, number, t } from "@siyu/i18n";
import { queryOptions, useQuery } from "@tanstack/react-query";

export const unitsQuery = queryOptions({ queryKey: ["ledger", "units"], queryFn: ledger.units, staleTime: Infinity });

export const FEN = "fen";

export function useUnits() {
  const { data } = useQuery(unitsQuery);
  const units = data?.items ?? [];
  const nameOf = (code: string) => {
    const unit = units.find((each) => each.code === code);
    return unit ? inLocale(unit) : code;
  };
  // Amounts of fen are shown as money, so that is what their accounts hold.
  const titleOf = (code: string) => (code === FEN ? t("ledger.money") : nameOf(code));
  return { units, nameOf, titleOf, amountOf: (amount: number, code: string) => amountIn(amount, code, nameOf(code)) };
}

export function amountIn(amount: number, code: string, name: string): string {
  return code === FEN ? money(amount, "CNY") : t("ledger.amount_of", { amount: number(amount), unit: name });
}

/** The bare figure, where the unit stands beside it once. */
export const figure = (amount: number, code: string): string => (code === FEN ? money(amount, "CNY") : number(amount));

/** Parts that are most often nothing, so that what is there stands out. */
export const figureOrDash = (amount: number, code: string): string => (amount === 0 ? "—" : figure(amount, code));
