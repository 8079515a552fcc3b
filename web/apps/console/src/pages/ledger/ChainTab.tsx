// How far the ledger is sealed, and the proof that nothing sealed was touched since.
import { ledger, type Chain, type Verification, type WantedLook } from "@siyu/api";
import { dateTime, number, since, t } from "@siyu/i18n";
import { CopyButton, ErrorState, errorText, Facts, Panel, StateBadge } from "@siyu/ui";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Form, Input, InputNumber, Skeleton } from "antd";
import { useMay } from "../../shell/session.ts";

const LOOK_AGAIN_MS = 15_000;

export function ChainTab() {
  const may = useMay();
  const { data, error, refetch } = useQuery({
    queryKey: ["ledger", "chain"],
    queryFn: ledger.chain,
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  return (
    <div className="sy-columns">
      <div className="sy-span-6">
        <Sealed chain={data} />
      </div>
      {may("ledger:write") && (
        <div className="sy-span-6">
          <Verify />
        </div>
      )}
    </div>
  );
}

function Sealed({ chain: { head, sealed, unsealed, sealed_at } }: { chain: Chain }) {
  const state =
    unsealed === 0 ? (
      <StateBadge tone="good">{t("chain.all_sealed")}</StateBadge>
    ) : (
      <StateBadge tone="busy">{t("chain.sealing")}</StateBadge>
    );
  return (
    <Panel title={t("chain.title")} note={t("chain.about")} extra={state}>
      <Facts
        items={[
          { label: t("chain.sealed"), value: number(sealed) },
          { label: t("chain.unsealed"), value: number(unsealed) },
          {
            label: t("chain.sealed_at"),
            value: sealed_at ? <time title={dateTime(sealed_at)}>{since(sealed_at)}</time> : "—",
          },
          { label: t("chain.block"), value: head ? number(head.block) : "—" },
        ]}
      />
      {head && (
        <div className="sy-hash">
          <span className="sy-quiet">{t("chain.hash")}</span>
          <span className="sy-mono">{head.hash}</span>
          <CopyButton text={`${head.block} ${head.hash}`} what={t("chain.hash")} type="text" size="small" />
        </div>
      )}
      <p className="sy-hint">{t("chain.keep")}</p>
    </Panel>
  );
}

interface Kept {
  block?: number | null;
  hash?: string;
}

function Verify() {
  const verify = useMutation({ mutationFn: (look: WantedLook) => ledger.verify(look) });
  const start = ({ block, hash = "" }: Kept) =>
    verify.mutate({ first_block: 1, head: block && hash.trim() ? { block, hash: hash.trim() } : null });
  return (
    <Panel title={t("chain.verify_title")} note={t("chain.verify_about")}>
      <Form<Kept> layout="vertical" requiredMark="optional" onFinish={start}>
        <Form.Item label={t("chain.block")} name="block" extra={t("chain.kept_about")}>
          <InputNumber className="sy-wide" min={1} precision={0} controls={false} />
        </Form.Item>
        <Form.Item
          label={t("chain.hash")}
          name="hash"
          dependencies={["block"]}
          rules={[{ pattern: /^\s*[0-9a-f]{64}\s*$/, message: t("chain.hash_wrong") }]}
        >
          <Input className="sy-mono" autoComplete="off" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={verify.isPending}>
          {t("chain.verify")}
        </Button>
      </Form>
      <div className="sy-after" aria-live="polite">
        {verify.error !== null && <Alert type="error" showIcon title={errorText(verify.error)} />}
        {verify.data && <Found verification={verify.data} />}
      </div>
    </Panel>
  );
}

function Found({ verification: { blocks, transfers, flaws } }: { verification: Verification }) {
  const looked = t("chain.looked", { blocks: number(blocks), count: number(transfers) });
  if (flaws.length === 0 && blocks === 0)
    return <Alert type="info" showIcon title={t("chain.nothing")} description={t("chain.nothing_about")} />;
  if (flaws.length === 0) return <Alert type="success" showIcon title={t("chain.sound")} description={looked} />;
  const list = flaws.map(({ kind, block, number: transfer }) => (
    <li key={`${kind} ${block} ${transfer ?? ""}`}>
      {t(`flaw.${kind}`)} · {t("chain.in_block", { block: number(block) })}
      {typeof transfer === "number" && ` · ${t("chain.transfer", { number: number(transfer) })}`}
    </li>
  ));
  return (
    <Alert
      type="error"
      showIcon
      title={t("chain.flawed", { count: flaws.length })}
      description={
        <>
          {looked}
          <ul className="sy-problem-list">{list}</ul>
        </>
      }
    />
  );
}
