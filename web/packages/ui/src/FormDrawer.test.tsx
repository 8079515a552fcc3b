import { ApiError } from "@siyu/api";
import { switchLocale } from "@siyu/i18n";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { App, ConfigProvider, Form, Input } from "antd";
import { beforeEach, expect, it, vi } from "vitest";
import { FormDrawer, type FormDrawerProps } from "./FormDrawer.tsx";
import { siyuTheme } from "./theme.ts";

interface Member {
  email: string;
}

function drawer(onSubmit: (member: Member) => Promise<unknown>, more: Partial<FormDrawerProps<Member>> = {}) {
  const onClose = vi.fn();
  render(
    <ConfigProvider theme={siyuTheme({ touch: false, still: true })}>
      <App>
        <FormDrawer<Member> title="Add" open onClose={onClose} onSubmit={onSubmit} {...more}>
          <Form.Item name="email" label="Email">
            <Input />
          </Form.Item>
        </FormDrawer>
      </App>
    </ConfigProvider>,
  );
  return onClose;
}

const type = (value: string) => fireEvent.change(screen.getByRole("textbox"), { target: { value } });
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole("button", { name })));

beforeEach(() => switchLocale("en"));

it("saves what was typed and closes", async () => {
  const save = vi.fn(() => Promise.resolve());
  const onClose = drawer(save);
  type("a@b.test");
  await press("Save");
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(save).toHaveBeenCalledWith({ email: "a@b.test" });
});

it("asks once more before it sends, where it should", async () => {
  const save = vi.fn(() => Promise.resolve());
  drawer(save, { confirm: ({ email }) => ({ title: `Add ${email}?`, okText: "Really" }) });
  type("a@b.test");
  await press("Save");
  expect(await screen.findAllByText("Add a@b.test?")).not.toHaveLength(0);
  expect(save).not.toHaveBeenCalled();
  await press("Really");
  await vi.waitFor(() => expect(save).toHaveBeenCalledOnce());
});

it("puts a complaint of the server on its field and stays open", async () => {
  const refusal = new ApiError(409, "email_taken", {
    title: "Taken",
    errors: [{ field: "body.email", code: "taken", message: "This email has an account" }],
  });
  const onClose = drawer(() => Promise.reject(refusal));
  type("a@b.test");
  await press("Save");
  expect(await screen.findByText("This email has an account")).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
});

it("shows a complaint about no field above the form", async () => {
  drawer(() => Promise.reject(new ApiError(409, "last_owner", { title: "The last owner must stay" })));
  type("a@b.test");
  await press("Save");
  expect((await screen.findByRole("alert")).textContent).toContain("The last owner must stay");
});

it("asks before unsaved words are lost", async () => {
  const onClose = drawer(() => Promise.resolve());
  type("a@b.test");
  await press("Cancel");
  expect(onClose).not.toHaveBeenCalled();
  await press("Discard");
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
});

it("closes at once when nothing was typed", async () => {
  const onClose = drawer(() => Promise.resolve());
  await press("Cancel");
  expect(onClose).toHaveBeenCalledOnce();
});
