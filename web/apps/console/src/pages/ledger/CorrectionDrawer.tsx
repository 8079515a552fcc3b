// Moving an amount by hand: from, to, how much and why, looked at once more before it is written for good.
import { ledger, newKey, type Balance } from "@siyu/api";
import { t } from "@siyu/i18n";
import { FormDrawer } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, InputNumber, Radio } from "antd";
import { useState } from "react";
import { AccountSelect, type Chosen } from "./AccountSelect.tsx";
import { accountName } from "./naming.ts";
import { FEN, useUnits } from "./units.ts";

/** Of one transfer, as the server has it. */
const AMOUNT_MAX = 10 ** 15;
const WHY_CHARS_MAX = 500;

interface Answers {
  way: "in" | "out";
  other: Chosen;
  amount: number;
  why: string;
}

interface CorrectionDrawerProps {
  held: Balance;
  open: boolean;
  onClose: () => void;
}

export function CorrectionDrawer({ held, open, onClose }: CorrectionDrawerProps) {
  const { account } = held;
  const cache = useQueryClient();
  const { message } = App.useApp();
  const { amountOf } = useUnits();
  // One key for one correction: a second try of a lost answer moves nothing twice.
  const [key, setKey] = useState(newKey);
  const ends = ({ way, other }: Answers) => {
    const mine = { id: account.id, name: accountName(held) };
    const theirs = { id: other.value, name: other.name };
    return way === "in" ? { from: theirs, to: mine } : { from: mine, to: theirs };
  };
  const correct = async (answers: Answers) => {
    const { from, to } = ends(answers);
    const { amount, why } = answers;
    await ledger.correct({ key, from_id: from.id, to_id: to.id, amount, unit: account.unit, why: why.trim() });
    setKey(newKey());
    void message.success(t("correction.done"));
    for (const name of ["ledger", "ledger-accounts", "ledger-statement", "ledger-lots"])
      void cache.invalidateQueries({ queryKey: [name] });
  };
  return (
    <FormDrawer<Answers>
      title={t("correction.title")}
      about={t("correction.about")}
      open={open}
      onClose={onClose}
      initial={{ way: "in" }}
      onSubmit={correct}
      submitLabel={t("correction.review")}
      confirm={(answers) => ({
        title: t("correction.question", {
          amount: amountOf(answers.amount, account.unit),
          from: ends(answers).from.name,
          to: ends(answers).to.name,
        }),
        content: t("correction.consequence"),
        okText: t("correction.write"),
      })}
    >
      <Form.Item name="way" label={t("correction.way")} required>
        <Radio.Group
          options={(["in", "out"] as const).map((value) => ({
            value,
            label: t(`correction.${value}`, { code: account.code }),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="other"
        label={t("ledger.other")}
        rules={[{ required: true, message: t("form.required", { what: t("ledger.other") }) }]}
      >
        <AccountSelect unit={account.unit} except={account.id} />
      </Form.Item>
      <AmountField unit={account.unit} />
      <Form.Item
        name="why"
        label={t("ledger.why")}
        extra={t("correction.why_about")}
        rules={[
          { required: true, whitespace: true, message: t("form.required", { what: t("ledger.why") }) },
          { max: WHY_CHARS_MAX },
        ]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
    </FormDrawer>
  );
}

// Whole units, fen and not yuan, so nothing is rounded; beside it what that is as money.
function AmountField({ unit }: { unit: string }) {
  const { nameOf, amountOf } = useUnits();
  const amount = Form.useWatch<number | null | undefined>("amount");
  return (
    <Form.Item
      name="amount"
      label={t("ledger.amount")}
      extra={
        amount && unit === FEN ? `= ${amountOf(amount, unit)}` : t("correction.amount_about", { unit: nameOf(unit) })
      }
      rules={[{ required: true, message: t("form.required", { what: t("ledger.amount") }) }]}
    >
      <InputNumber className="sy-wide" min={1} max={AMOUNT_MAX} precision={0} controls={false} suffix={nameOf(unit)} />
    </Form.Item>
  );
}
