// From a file to an import in three steps: choose it, say what its columns mean, look before it is written.
import type { ImportFile } from "@siyu/api";
import { t } from "@siyu/i18n";
import { PageHeader } from "@siyu/ui";
import { Steps } from "antd";
import { useState } from "react";
import type { Choice } from "./choice.ts";
import { MappingStep } from "./MappingStep.tsx";
import { PreviewStep } from "./PreviewStep.tsx";
import { UploadStep } from "./UploadStep.tsx";

export default function NewImport() {
  const [file, setFile] = useState<ImportFile | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [looking, setLooking] = useState(false);
  const step = file === null ? 0 : looking ? 2 : 1;
  const restart = () => {
    setFile(null);
    setChoice(null);
    setLooking(false);
  };
  const look = (chosen: Choice) => {
    setChoice(chosen);
    setLooking(true);
  };
  const names = [t("import.step_file"), t("import.step_mapping"), t("import.step_preview")];
  return (
    <>
      <PageHeader back={{ to: "/imports", label: t("imports.title") }} title={t("imports.new")} />
      <div className="sy-stack">
        <Steps className="sy-import-steps" size="small" current={step} items={names.map((title) => ({ title }))} />
        {file === null && <UploadStep onUploaded={setFile} />}
        {file !== null && !looking && (
          <MappingStep file={file} initial={choice} onOtherFile={restart} onChosen={look} />
        )}
        {file !== null && looking && choice !== null && (
          <PreviewStep file={file} choice={choice} onBack={() => setLooking(false)} />
        )}
      </div>
    </>
  );
}
