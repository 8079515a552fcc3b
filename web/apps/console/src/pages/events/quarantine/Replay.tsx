// Replaying what was chosen, with its progress and a way to stop.
import { events } from "@siyu/api";
import { number, t } from "@siyu/i18n";
import { errorText } from "@siyu/ui";
import { Alert, Button, Modal, Progress as Bar } from "antd";
import { useRef, useState } from "react";
import { replayAll, type Choice, type Progress } from "./replaying.ts";

const NOTHING: Progress = { passed: 0, left: 0 };

interface ReplayProps {
  choice: Choice;
  /** How many are expected, for the progress. */
  total: number;
  label: string;
  onDone: () => void;
  primary?: boolean;
}

export function Replay({ choice, total, label, onDone, primary }: ReplayProps) {
  const replay = useReplay(choice, total, onDone);
  return (
    <>
      <Button {...(primary ? { type: "primary" } : {})} disabled={total === 0} onClick={() => void replay.start()}>
        {label}
      </Button>
      <Modal
        open={replay.isOpen}
        title={replay.isRunning ? t("replay.running") : t("replay.done")}
        closable={!replay.isRunning}
        keyboard={!replay.isRunning}
        mask={{ closable: false }}
        onCancel={replay.close}
        footer={
          replay.isRunning ? (
            <Button onClick={replay.stop}>{t("replay.stop")}</Button>
          ) : (
            <Button type="primary" onClick={replay.close}>
              {t("replay.close")}
            </Button>
          )
        }
      >
        <Outcome progress={replay.progress} total={replay.expected} running={replay.isRunning} error={replay.error} />
      </Modal>
    </>
  );
}

function useReplay(choice: Choice, total: number, onDone: () => void) {
  const stopped = useRef(false);
  const [state, setState] = useState<"closed" | "running" | "ended">("closed");
  const [progress, setProgress] = useState<Progress>(NOTHING);
  // What waits is counted anew meanwhile; the bar keeps what it began with.
  const [expected, setExpected] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const start = async () => {
    stopped.current = false;
    setError(null);
    setProgress(NOTHING);
    setExpected(total);
    setState("running");
    await replayAll(choice, {
      send: events.replay,
      onProgress: setProgress,
      isStopped: () => stopped.current,
    }).catch(setError);
    setState("ended");
  };
  return {
    progress,
    expected,
    error,
    start,
    isOpen: state !== "closed",
    isRunning: state === "running",
    stop: () => void (stopped.current = true),
    close: () => {
      setState("closed");
      onDone();
    },
  };
}

interface OutcomeProps {
  progress: Progress;
  total: number;
  running: boolean;
  error: unknown;
}

function Outcome({ progress: { passed, left }, total, running, error }: OutcomeProps) {
  const share = total === 0 ? 1 : Math.min(1, passed / total);
  return (
    <div className="sy-stack">
      <Bar
        percent={Math.round(share * 100)}
        status={running ? "active" : left > 0 || error ? "normal" : "success"}
        aria-label={t("replay.running")}
      />
      <p>{t("replay.passed", { count: number(passed), total: number(total) })}</p>
      {!running && left > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("replay.left", { count: number(left) })}
          description={t("replay.left_about")}
        />
      )}
      {error !== null && <Alert type="error" showIcon title={errorText(error)} />}
    </div>
  );
}
