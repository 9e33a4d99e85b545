import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";

export function Snippet({ text, label }: { text: string; label?: string }) {
  return (
    <div style={{ position: "relative" }} dir="ltr">
      <pre className="snippet">{text}</pre>
      <div style={{ position: "absolute", insetBlockStart: 6, insetInlineEnd: 6 }}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? "Copied" : (label ?? "Copy")}>
              <ActionIcon variant="default" size="sm" onClick={copy} aria-label={label ?? "Copy"}>
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
    </div>
  );
}
