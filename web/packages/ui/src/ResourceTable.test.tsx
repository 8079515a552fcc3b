import type { Page } from "@siyu/api";
import { ApiError } from "@siyu/api";
import { switchLocale } from "@siyu/i18n";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { App, ConfigProvider } from "antd";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { siyuTheme } from "./theme.ts";
import { ResourceTable, type Column } from "./ResourceTable.tsx";

interface Person {
  id: string;
  name: string;
}

type Query = Record<string, string | number | undefined>;

const columns: Column<Person>[] = [
  { key: "name", title: "Name", render: (person) => person.name, sort: "name" },
  { key: "id", title: "Id", render: (person) => person.id },
];

const everyone: Person[] = Array.from({ length: 45 }, (_, index) => ({ id: String(index), name: `Person ${index}` }));

function paged(query: Query): Promise<Page<Person>> {
  const start = Number(query["cursor"] ?? 0);
  const end = start + Number(query["limit"]);
  return Promise.resolve({
    items: everyone.slice(start, end),
    next_cursor: end < everyone.length ? String(end) : null,
    total: everyone.length,
  });
}

function list(at: string, load: (query: Query) => Promise<Page<Person>> = paged) {
  const asked = vi.fn(load);
  const table = (
    <ResourceTable<Person>
      name="people"
      label="People"
      load={asked}
      columns={columns}
      filters={[
        { kind: "search", name: "q", label: "Search" },
        { kind: "word", name: "source", label: "Source" },
      ]}
      defaultSort="-name"
      exportPath="/v1/people/export"
      empty={{ title: "No people yet", about: "Import some." }}
    />
  );
  const router = createMemoryRouter([{ path: "*", element: table }], { initialEntries: [at] });
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <ConfigProvider theme={siyuTheme({ touch: false, still: true })}>
      <App>
        <QueryClientProvider client={cache}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>,
  );
  return { asked, router, search: () => Object.fromEntries(new URLSearchParams(router.state.location.search)) };
}

const press = (name: string) => act(async () => void fireEvent.click(await screen.findByRole("button", { name })));

beforeEach(() => switchLocale("en"));

describe("the address of a list", () => {
  it("decides what is asked", async () => {
    const { asked } = list("/?q=lin&sort=name&limit=20&cursor=20&unrelated=1");
    await screen.findByText("Person 20");
    expect(asked).toHaveBeenCalledWith({ q: "lin", sort: "name", limit: 20, cursor: "20" });
  });

  it("falls back to sane values", async () => {
    const { asked } = list("/?limit=100000");
    await screen.findByText("Person 0");
    expect(asked).toHaveBeenCalledWith({ sort: "-name", limit: 50, cursor: undefined });
  });

  it("takes a filter, and drops the page it was on", async () => {
    const { search } = list("/?limit=20&cursor=20");
    const box = await screen.findByRole("textbox", { name: "Search" });
    fireEvent.change(box, { target: { value: " lin " } });
    await act(async () => void fireEvent.keyDown(box, { key: "Enter", keyCode: 13 }));
    await waitFor(() => expect(search()).toEqual({ limit: "20", q: "lin" }));
  });

  it("takes the sort of a column", async () => {
    const { search } = list("/?limit=20");
    await screen.findByText("Person 0");
    await act(async () => void fireEvent.click(screen.getByRole("columnheader", { name: /Name/ })));
    await waitFor(() => expect(search()).toMatchObject({ sort: "name" }));
  });

  it("is carried to the export without the page", async () => {
    list("/?q=lin&limit=20");
    const button = await screen.findByRole("link", { name: "Export CSV" });
    expect(button.getAttribute("href")).toBe("/v1/people/export?q=lin&sort=-name");
  });
});

describe("pages", () => {
  it("go forward and back again", async () => {
    const { search } = list("/?limit=20");
    await screen.findByText("Person 0");
    expect(screen.getByRole("button", { name: "Previous page" })).toHaveProperty("disabled", true);
    await press("Next page");
    await screen.findByText("Person 20");
    await press("Next page");
    await screen.findByText("Person 44");
    expect(screen.getByText("Page 3")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Next page" })).toHaveProperty("disabled", true);
    await press("Previous page");
    await screen.findByText("Person 20");
    await press("Previous page");
    await waitFor(() => expect(search()).toEqual({ limit: "20" }));
  });

  it("of a shared link lead back to the first one", async () => {
    const { search } = list("/?limit=20&cursor=40");
    await screen.findByText("Person 44");
    await press("Previous page");
    await waitFor(() => expect(search()).toEqual({ limit: "20" }));
  });
});

describe("a list with nothing to show", () => {
  const nobody = () => Promise.resolve({ items: [], next_cursor: null, total: 0 });

  it("teaches what belongs here", async () => {
    list("/", nobody);
    expect(await screen.findByText("No people yet")).toBeTruthy();
  });

  it("offers to clear the filters when they are the reason", async () => {
    const { search } = list("/?q=zzz&limit=20", nobody);
    await screen.findByText("Nothing matches");
    await act(
      async () => void fireEvent.click(screen.getAllByRole("button", { name: "Clear filters" })[0] as HTMLElement),
    );
    await waitFor(() => expect(search()).toEqual({ limit: "20" }));
  });

  it("says what failed and tries again", async () => {
    const answers: Promise<Page<Person>>[] = [
      Promise.reject(new ApiError(503, "down", { title: "The database is resting", request_id: "r9" })),
    ];
    list("/", (query) => answers.shift() ?? paged(query));
    expect((await screen.findByRole("alert")).textContent).toContain("The database is resting");
    await press("Try again");
    await screen.findByText("Person 0");
  });
});
