// Signing in, and back to where one was going.
import { session as calls, type SignIn } from "@siyu/api";
import { t } from "@siyu/i18n";
import { errorText } from "@siyu/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useNavigate, useSearchParams } from "react-router";
import { sessionKey, settle } from "../../shell/session.ts";
import { Entry } from "./Entry.tsx";
import { insideOnly } from "./insideOnly.ts";

export default function Login() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const setup = useQuery({ queryKey: ["setup"], queryFn: calls.setup, retry: false });
  const signIn = useMutation({
    mutationFn: (who: SignIn) => calls.signIn(who),
    onSuccess: (session) => {
      cache.setQueryData(sessionKey, settle(session));
      void navigate(insideOnly(params.get("next")), { replace: true });
    },
  });
  return (
    <Entry title={t("login.title")} about={t("login.about")}>
      {setup.data?.needs_owner && (
        <Alert
          className="sy-form-error"
          type="info"
          showIcon
          title={t("login.needs_owner")}
          description={t("login.needs_owner_about")}
        />
      )}
      {signIn.error && <Alert className="sy-form-error" type="error" showIcon title={errorText(signIn.error)} />}
      <Form<SignIn> layout="vertical" size="large" requiredMark={false} onFinish={(who) => signIn.mutate(who)}>
        <Form.Item
          name="email"
          label={t("login.email")}
          rules={[{ required: true, message: t("form.required", { what: t("login.email") }) }]}
        >
          <Input type="email" autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item
          name="password"
          label={t("login.password")}
          rules={[{ required: true, message: t("form.required", { what: t("login.password") }) }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t("login.submit")}
        </Button>
      </Form>
    </Entry>
  );
}
