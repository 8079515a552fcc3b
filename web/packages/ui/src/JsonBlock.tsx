// JSON as people read it, with a way to take it along.
import { CopyButton } from "./CopyButton.tsx";

interface JsonBlockProps {
  label: string;
  value: unknown;
}

export function JsonBlock({ label, value }: JsonBlockProps) {
  return <CodeBlock label={label} text={JSON.stringify(value, null, 2)} />;
}

export function CodeBlock({ label, text }: { label: string; text: string }) {
  return (
    <div className="sy-code">
      {/* Scrollable places must be reachable by keyboard. */}
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} what={label} type="text" size="small" />
    </div>
  );
}
