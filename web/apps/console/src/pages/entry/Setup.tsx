// The first run: the holder of the one-time link becomes the owner.
import { session as calls, type NewOwner } from "@siyu/api";
import { t } from "@siyu/i18n";
import { EmptyState, errorText, ErrorState } from "@siyu/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { Link, useNavigate, useSearchParams } from "react-router";
import { sessionKey, settle } from "../../shell/session.ts";
import { Entry } from "./Entry.tsx";

export default function Setup() {
  const [params] = useSearchParams();
  const token = params.get("token") ?? "";
  const setup = useQuery({ queryKey: ["setup"], queryFn: calls.setup });
  return (
    <Entry title={t("setup.title")} about={t("setup.about")}>
      {setup.error ? (
        <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />
      ) : setup.data && !setup.data.needs_owner ? (
        <EmptyState
          title={t("setup.done")}
          about={t("setup.done_about")}
          action={<Link to="/login">{t("login.title")}</Link>}
        />
      ) : token === "" ? (
        <Alert type="warning" showIcon title={t("setup.token_missing")} description={t("setup.token_missing_about")} />
      ) : (
        <OwnerForm token={token} />
      )}
    </Entry>
  );
}

type Answers = Omit<NewOwner, "token">;

function OwnerForm({ token }: { token: string }) {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const welcome = useMutation({
    mutationFn: (answers: Answers) => calls.welcomeOwner({ ...answers, token }),
    onSuccess: (session) => {
      cache.removeQueries({ queryKey: ["setup"] });
      cache.setQueryData(sessionKey, settle(session));
      void navigate("/", { replace: true });
    },
  });
  return (
    <Form<Answers> layout="vertical" size="large" requiredMark={false} onFinish={(answers) => welcome.mutate(answers)}>
      {welcome.error && <Alert className="sy-form-error" type="error" showIcon title={errorText(welcome.error)} />}
      <Form.Item
        name="name"
        label={t("setup.name")}
        rules={[{ required: true, whitespace: true, message: t("form.required", { what: t("setup.name") }) }]}
      >
        <Input autoComplete="name" autoFocus />
      </Form.Item>
      <Form.Item
        name="email"
        label={t("login.email")}
        rules={[{ required: true, message: t("form.required", { what: t("login.email") }) }]}
      >
        <Input type="email" autoComplete="username" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t("login.password")}
        extra={t("password.about")}
        rules={[{ required: true, min: 12, message: t("password.short") }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={welcome.isPending}>
        {t("setup.submit")}
      </Button>
    </Form>
  );
}
