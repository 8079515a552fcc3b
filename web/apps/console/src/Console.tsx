// What surrounds every screen: language, theme, the query cache and the router.
import { ApiError, configure } from "@siyu/api";
import { currentLocale, subscribe, type Locale } from "@siyu/i18n";
import { siyuTheme } from "@siyu/ui";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useSyncExternalStore } from "react";
import { RouterProvider } from "react-router/dom";
import { createRouter } from "./router.tsx";

const LOCALE_OF = { "zh-CN": { antd: zhCN, dayjs: "zh-cn" }, en: { antd: enUS, dayjs: "en" } } as const;

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

const router = createRouter(cache);
const matches = (query: string) => window.matchMedia(query).matches;
const theme = siyuTheme({ touch: matches("(pointer: coarse)"), still: matches("(prefers-reduced-motion: reduce)") });

export function Console() {
  const locale = useSyncExternalStore(subscribe, currentLocale);
  speak(locale);
  return (
    // The key redraws every text when the language changes.
    <ConfigProvider key={locale} locale={LOCALE_OF[locale].antd} theme={theme} button={{ autoInsertSpace: false }}>
      <App>
        <QueryClientProvider client={cache}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}

function speak(locale: Locale): void {
  configure({ language: locale });
  dayjs.locale(LOCALE_OF[locale].dayjs);
}
