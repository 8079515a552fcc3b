// A secret the server tells once: shown large, copied with one click, closed only on purpose.
import { t } from "@siyu/i18n";
import { Alert, Button, Modal } from "antd";
import { CopyButton } from "./CopyButton.tsx";

interface CopyOnceProps {
  title: string;
  about: string;
  secret: string | null;
  onClose: () => void;
}

export function CopyOnce({ title, about, secret, onClose }: CopyOnceProps) {
  const footer = (
    <Button type="primary" onClick={onClose}>
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
        <code>{secret}</code>
        <CopyButton text={secret ?? ""} />
      </div>
    </Modal>
  );
}
