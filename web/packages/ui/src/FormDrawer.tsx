// A form in a drawer: the server's field errors land on their fields, and unsaved words are not lost by a stray click.
import { ApiError } from "@siyu/api";
import { t } from "@siyu/i18n";
import { Alert, App, Button, Drawer, Form, type FormInstance, type ModalFuncProps } from "antd";
import { useState, type ReactNode } from "react";
import { errorText } from "./errorText.ts";

export interface FormDrawerProps<Values extends object> {
  title: string;
  about?: ReactNode;
  open: boolean;
  onClose: () => void;
  initial?: Partial<Values>;
  /** Saves; when it resolves the drawer closes. */
  onSubmit: (values: Values) => Promise<unknown>;
  submitLabel?: string;
  /** What to ask once more before it is sent. */
  confirm?: (values: Values) => Pick<ModalFuncProps, "title" | "content" | "okText">;
  /** What is filled in already may be saved as it is. */
  prefilled?: boolean;
  children: ReactNode;
}

export function FormDrawer<Values extends object>({
  title,
  about,
  open,
  onClose,
  initial,
  onSubmit,
  submitLabel,
  prefilled = false,
  confirm,
  children,
}: FormDrawerProps<Values>) {
  const [form] = Form.useForm<Values>();
  const { close, touched, setTouched } = useCarefulClose(onClose);
  const { modal } = App.useApp();
  const { error, busy, submit } = useSubmit(form, onSubmit, () => {
    setTouched(false);
    onClose();
  });
  const finish = async (values: Values) => {
    const sure = !confirm || (await modal.confirm({ ...confirm(values), cancelText: t("form.keep_editing") }));
    if (sure) await submit(values);
  };
  const buttons = (
    <div className="sy-drawer-foot">
      <Button onClick={close}>{t("action.cancel")}</Button>
      <Button type="primary" loading={busy} disabled={!touched && !prefilled} onClick={() => form.submit()}>
        {submitLabel ?? t("action.save")}
      </Button>
    </div>
  );
  return (
    <Drawer title={title} open={open} onClose={close} size={480} footer={buttons} destroyOnHidden>
      {about && <p className="sy-drawer-about">{about}</p>}
      {error !== null && <Alert className="sy-form-error" type="error" title={error} showIcon />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark="optional"
        preserve={false}
        {...(initial ? { initialValues: initial } : {})}
        onValuesChange={() => setTouched(true)}
        onFinish={(values) => void finish(values)}
      >
        {children}
      </Form>
    </Drawer>
  );
}

function useCarefulClose(onClose: () => void) {
  const { modal } = App.useApp();
  const [touched, setTouched] = useState(false);
  const leave = () => {
    setTouched(false);
    onClose();
  };
  const close = () => {
    if (!touched) return leave();
    modal.confirm({
      title: t("form.unsaved"),
      content: t("form.unsaved_about"),
      okText: t("form.discard"),
      cancelText: t("form.keep_editing"),
      okButtonProps: { danger: true },
      onOk: leave,
    });
  };
  return { close, touched, setTouched };
}

function useSubmit<Values extends object>(
  form: FormInstance<Values>,
  onSubmit: (values: Values) => Promise<unknown>,
  onDone: () => void,
) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (values: Values) => {
    setBusy(true);
    setError(null);
    try {
      await onSubmit(values);
      onDone();
    } catch (cause) {
      if (!showFieldErrors(form, cause)) setError(errorText(cause));
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, submit };
}

/** Puts the server's complaints on the fields they name; false when none of them has a field here. */
export function showFieldErrors<Values extends object>(form: FormInstance<Values>, cause: unknown): boolean {
  if (!(cause instanceof ApiError)) return false;
  const fields = Object.keys(form.getFieldsValue(true));
  const known = cause.errors.flatMap(({ field, message }) => {
    const name = field.split(".").at(-1) ?? "";
    return fields.includes(name) ? [{ name: name as never, errors: [message] }] : [];
  });
  form.setFields(known);
  return known.length > 0;
}
