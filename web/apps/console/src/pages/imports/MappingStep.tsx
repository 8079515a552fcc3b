// Saying what the columns mean: a ready mapping, edited where this file differs.
import { imports, type ImportFile, type Mapping } from "@siyu/api";
import { bytes, inLocale, named, number, t } from "@siyu/i18n";
import { ErrorState, Panel } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Skeleton, Tag } from "antd";
import { useState } from "react";
import type { Choice } from "./choice.ts";
import { SampleTable } from "./SampleTable.tsx";

interface MappingStepProps {
  file: ImportFile;
  initial: Choice | null;
  onOtherFile: () => void;
  onChosen: (choice: Choice) => void;
}

export function MappingStep({ file, initial, onOtherFile, onChosen }: MappingStepProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ["imports", "mappings"],
    queryFn: imports.mappings,
    staleTime: Infinity,
  });
  return (
    <>
      <Panel
        title={file.name}
        note={detected(file)}
        extra={<Button onClick={onOtherFile}>{t("import.other_file")}</Button>}
        flush
      >
        <SampleTable
          label={t("import.sample", { count: file.sample.length })}
          columns={file.columns}
          rows={file.sample}
        />
      </Panel>
      <Panel title={t("import.choose_mapping")} note={t("import.choose_mapping_about")}>
        {data ? (
          <Mappings mappings={data.items} suggested={file.suggested_mapping} initial={initial} onChosen={onChosen} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton active />
        )}
      </Panel>
    </>
  );
}

function detected(file: ImportFile): string {
  return t("import.detected", {
    format: file.format.toUpperCase(),
    encoding: file.encoding ?? "—",
    size: bytes(file.size_bytes),
    count: number(file.columns.length),
  });
}

interface MappingsProps {
  mappings: readonly Mapping[];
  suggested: string | null;
  initial: Choice | null;
  onChosen: (choice: Choice) => void;
}

function Mappings({ mappings, suggested, initial, onChosen }: MappingsProps) {
  const [name, setName] = useState(initial?.mapping ?? suggested ?? mappings[0]?.name);
  const chosen = mappings.find((mapping) => mapping.name === name);
  const [yaml, setYaml] = useState<string | null>(initial?.mapping_yaml ?? null);
  const edited = yaml !== null && yaml !== chosen?.yaml;
  const choose = (mapping: Mapping) => {
    setName(mapping.name);
    setYaml(null);
  };
  return (
    <>
      <div className="sy-mappings" role="radiogroup" aria-label={t("import.choose_mapping")}>
        {suggestedFirst(mappings, suggested).map((mapping) => (
          <MappingCard
            key={mapping.name}
            mapping={mapping}
            chosen={mapping.name === name}
            suggested={mapping.name === suggested}
            onChoose={choose}
          />
        ))}
      </div>
      <label className="sy-yaml-label" htmlFor="mapping-yaml">
        {t("import.yaml")} {edited && <Tag>{t("import.yaml_edited")}</Tag>}
        {edited && (
          <Button type="link" size="small" onClick={() => setYaml(null)}>
            {t("import.yaml_reset")}
          </Button>
        )}
      </label>
      <Input.TextArea
        id="mapping-yaml"
        className="sy-mono"
        spellCheck={false}
        autoSize={{ minRows: 8, maxRows: 22 }}
        value={yaml ?? chosen?.yaml ?? ""}
        onChange={(event) => setYaml(event.target.value)}
      />
      <div className="sy-step-foot">
        <Button
          type="primary"
          disabled={!chosen && !edited}
          onClick={() =>
            onChosen(
              edited ? { mapping: name ?? null, mapping_yaml: yaml } : { mapping: name ?? null, mapping_yaml: null },
            )
          }
        >
          {t("import.see_preview")}
        </Button>
      </div>
    </>
  );
}

function suggestedFirst(mappings: readonly Mapping[], suggested: string | null): Mapping[] {
  return [...mappings].sort((one, other) => Number(other.name === suggested) - Number(one.name === suggested));
}

interface MappingCardProps {
  mapping: Mapping;
  chosen: boolean;
  suggested: boolean;
  onChoose: (mapping: Mapping) => void;
}

function MappingCard({ mapping, chosen, suggested, onChoose }: MappingCardProps) {
  return (
    <label className={chosen ? "sy-mapping sy-mapping-chosen" : "sy-mapping"}>
      <input type="radio" name="mapping" className="sy-hidden" checked={chosen} onChange={() => onChoose(mapping)} />
      <span className="sy-mapping-title">
        <b>{inLocale(mapping.title)}</b>
        <Tag>{named("import_kind", mapping.kind)}</Tag>
        {suggested && <Tag className="sy-tag-green">{t("import.suggested")}</Tag>}
      </span>
      <span className={chosen ? "sy-quiet" : "sy-quiet sy-clamp"}>{inLocale(mapping.about)}</span>
    </label>
  );
}
