// The server's codes and bilingual sentences, in the reader's language.
import { events } from "@siyu/api";
import { currentLocale, inLocale } from "@siyu/i18n";
import { queryOptions, useQuery } from "@tanstack/react-query";

export const codesQuery = queryOptions({ queryKey: ["codes"], queryFn: events.codes, staleTime: Infinity });

/** What codes mean; the bare code until the sentences have come. */
export function useSentences() {
  const { data } = useQuery(codesQuery);
  const said = (words: { zh: string; en: string } | undefined, code: string) => (words ? inLocale(words) : code);
  return {
    codes: Object.keys(data?.reasons ?? {}),
    reason: (code: string) => said(data?.reasons[code], code),
    mark: (code: string) => said(data?.marks[code], code),
  };
}

/** One half of a sentence the server writes in both languages ("中文 / English"). */
export function oneLanguage(sentence: string): string {
  const halves = sentence.split(" / ");
  if (halves.length !== 2) return sentence;
  return (currentLocale() === "en" ? halves[1] : halves[0]) ?? sentence;
}

/** "/sku 中文 / English; /name 中文 / English", as the plan explains a refusal, one line each in one language. */
export function details(detail: string): string[] {
  return detail.split("; ").flatMap((part) => {
    const [, path, rest] = /^(\/\S+) (.*)$/s.exec(part) ?? [];
    const line = path && rest ? `${path} ${oneLanguage(rest)}` : oneLanguage(part);
    return line.trim() === "" ? [] : [line];
  });
}
