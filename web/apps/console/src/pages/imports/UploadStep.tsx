// Choosing a file and sending it.
import { InboxOutlined } from "@ant-design/icons";
import { imports, type ImportFile } from "@siyu/api";
import { t } from "@siyu/i18n";
import { errorText, Panel } from "@siyu/ui";
import { Alert, Button, Progress, Upload } from "antd";
import { useEffect, useRef, useState } from "react";

const KINDS = ".csv,.tsv,.txt,.gz,.xlsx,.parquet";

export function UploadStep({ onUploaded }: { onUploaded: (file: ImportFile) => void }) {
  const sending = useSending(onUploaded);
  return (
    <Panel>
      {sending.error !== null && <Alert className="sy-form-error" type="error" showIcon title={sending.error} />}
      {sending.name === null ? (
        <Upload.Dragger
          accept={KINDS}
          maxCount={1}
          showUploadList={false}
          beforeUpload={(file) => sending.send(file)}
          className="sy-drop"
        >
          <p className="sy-drop-icon">
            <InboxOutlined aria-hidden />
          </p>
          <p>
            <b>{t("import.drop")}</b>
          </p>
          <p className="sy-quiet">{t("import.drop_about")}</p>
        </Upload.Dragger>
      ) : (
        <div className="sy-sending" role="status">
          <p>{t("import.sending", { name: sending.name })}</p>
          <Progress percent={Math.floor(sending.share * 100)} aria-label={t("imports.progress")} />
          <Button onClick={sending.stop}>{t("action.cancel")}</Button>
        </div>
      )}
    </Panel>
  );
}

function useSending(onUploaded: (file: ImportFile) => void) {
  const [name, setName] = useState<string | null>(null);
  const [share, setShare] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const stopper = useRef<AbortController | null>(null);
  useEffect(() => () => stopper.current?.abort(), []);

  const send = (file: File) => {
    stopper.current = new AbortController();
    setName(file.name);
    setShare(0);
    setError(null);
    imports
      .upload({ file, onProgress: setShare, signal: stopper.current.signal })
      .then(onUploaded)
      .catch((cause: unknown) => !isAbort(cause) && setError(errorText(cause)))
      .finally(() => setName(null));
    return false; // antd must not send it as well
  };
  return { name, share, error, send, stop: () => stopper.current?.abort() };
}

const isAbort = (cause: unknown): boolean => cause instanceof DOMException && cause.name === "AbortError";
