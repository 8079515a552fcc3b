// A secret the server tells once: shown large, copied with one click, closed only on purpose.
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { t } from "@siyu/i18n";
import { Alert, Button, Modal } from "antd";
import { useRef, useState } from "react";

interface CopyOnceProps {
  title: string;
  about: string;
  secret: string | null;
  onClose: () => void;
}

export function CopyOnce({ title, about, secret, onClose }: CopyOnceProps) {
  const box = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const done = () => {
    setCopied(false);
    onClose();
  };
  const footer = (
    <Button type="primary" onClick={done}>
      {t("secret.saved")}
    </Button>
  );
  return (
    <Modal
      title={title}
      open={secret !== null}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={footer}
    >
      <Alert type="warning" showIcon title={about} />
      <div className="sy-secret">
        <code ref={box}>{secret}</code>
        <Button
          icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
          onClick={() => void copy(box.current).then(setCopied)}
        >
          {copied ? t("secret.copied") : t("secret.copy")}
        </Button>
      </div>
    </Modal>
  );
}

// The clipboard API exists only on HTTPS and localhost; elsewhere the text is selected, ready for the copy key.
async function copy(box: HTMLElement | null): Promise<boolean> {
  if (box === null) return false;
  if (window.isSecureContext) return await navigator.clipboard.writeText(box.textContent ?? "").then(() => true);
  window.getSelection()?.selectAllChildren(box);
  return false;
}
