// Copies a text with one click and says so for a moment.
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { t } from "@siyu/i18n";
import { Button, type ButtonProps } from "antd";
import { useEffect, useState } from "react";
import { copyText } from "./copyText.ts";

const SAID_MS = 2_000;

interface CopyButtonProps extends Pick<ButtonProps, "type" | "size"> {
  text: string;
  /** What is copied, for a button without words. */
  what?: string;
}

export function CopyButton({ text, what, ...button }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const said = copied ? t("secret.copied") : t("secret.copy");
  return (
    <Button
      {...button}
      icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
      onClick={() => void copyText(text).then(setCopied)}
      {...(what ? { "aria-label": `${said} ${what}` } : {})}
    >
      {what ? null : said}
    </Button>
  );
}
