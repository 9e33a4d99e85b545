import { Alert, Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconDownload, IconExternalLink } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useFileText } from "../api/runs";
import { formatBytes } from "../lib/format";
import "./code.css";
import { Markdown } from "./Markdown";

export interface FileViewProps {
  url: string;
  name: string;
  mimeType?: string;
  size?: number;
}

const textLimit = 1_000_000;
const highlightLimit = 300_000;
type Form = "image" | "html" | "audio" | "video" | "markdown" | "text" | "other";

const endings: [Form, RegExp][] = [
  ["image", /\.(png|jpe?g|gif|webp|avif|bmp|ico|svg)$/i],
  ["html", /\.html?$/i],
  ["audio", /\.(mp3|wav|ogg|flac|m4a|opus)$/i],
  ["video", /\.(mp4|webm|mov|ogv)$/i],
  ["markdown", /\.(md|markdown)$/i],
  [
    "text",
    /(\.(txt|log|py|ipynb|js|mjs|ts|tsx|jsx|json|jsonl|ya?ml|toml|ini|cfg|conf|sh|bash|c|h|cc|cpp|hpp|cu|cs|java|go|rs|rb|r|jl|sql|css|xml|csv|tsv|diff|patch|tex|env|lock|gitignore|properties)|(^|\/)(Makefile|Dockerfile|LICENSE|README|requirements[^/]*))$/i,
  ],
];

function formOf(name: string, mimeType: string | undefined): Form {
  const byName = endings.find(([, pattern]) => pattern.test(name))?.[0];
  if (byName) return byName;
  const mime = mimeType ?? "";
  if (mime.startsWith("text/html")) return "html";
  if (mime.startsWith("image/")) return "image";
  if (mime.startsWith("audio/")) return "audio";
  if (mime.startsWith("video/")) return "video";
  if (mime.startsWith("text/markdown")) return "markdown";
  return mime.startsWith("text/") || /json|xml|yaml|javascript/.test(mime) ? "text" : "other";
}

export function FileView({ url, name, mimeType, size }: FileViewProps) {
  const form = formOf(name, mimeType);
  const [broken, setBroken] = useState("");
  const fail = () => setBroken(url);
  const download = `${url}${url.includes("?") ? "&" : "?"}download=true`;
  return (
    <Stack gap="xs" style={{ minInlineSize: 0 }}>
      <Group justify="space-between" wrap="nowrap">
        <Text dir="auto" size="sm" c="dimmed" truncate>
          {name}
          {size === undefined ? "" : ` · ${formatBytes(size)}`}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Anchor href={url} target="_blank" rel="noreferrer" size="sm" aria-label={`Open ${name}`}>
            <IconExternalLink size={16} />
          </Anchor>
          <Anchor href={download} download size="sm" aria-label={`Download ${name}`}>
            <IconDownload size={16} />
          </Anchor>
        </Group>
      </Group>
      {broken === url ? (
        <Alert color="red" title="The file could not be shown">
          It may be missing or damaged. Try to download it.
        </Alert>
      ) : (
        <Body form={form} url={url} name={name} size={size} download={download} fail={fail} />
      )}
    </Stack>
  );
}

interface BodyProps {
  form: Form;
  url: string;
  name: string;
  size?: number;
  download: string;
  fail: () => void;
}
function Body({ form, url, name, size, download, fail }: BodyProps) {
  const wide = { maxInlineSize: "100%" };
  switch (form) {
    case "image":
      return (
        <img
          src={url}
          alt={name}
          onError={fail}
          style={{ ...wide, maxBlockSize: "70vh", objectFit: "contain" }}
        />
      );
    case "html":
      // No permission at all: an uploaded page must not run scripts as the person who looks at it.
      return (
        <iframe
          sandbox=""
          src={url}
          title={name}
          style={{ inlineSize: "100%", blockSize: "70vh", border: 0 }}
        />
      );
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: logged sounds come without captions
      return <audio controls src={url} onError={fail} style={{ inlineSize: "100%" }} />;
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: logged videos come without captions
      return <video controls src={url} onError={fail} style={{ ...wide, maxBlockSize: "70vh" }} />;
    case "markdown":
    case "text":
      return <TextFile url={url} name={name} size={size} markdown={form === "markdown"} />;
    default:
      return (
        <Group>
          <Button
            component="a"
            href={download}
            download
            variant="light"
            leftSection={<IconDownload size={16} />}
          >
            Download {size === undefined ? "" : formatBytes(size)}
          </Button>
          <Text size="sm" c="dimmed">
            This kind of file has no preview.
          </Text>
        </Group>
      );
  }
}

function TextFile({
  url,
  name,
  size,
  markdown,
}: {
  url: string;
  name: string;
  size?: number;
  markdown: boolean;
}) {
  const { data, error, refetch } = useFileText(url, textLimit);
  // An empty file cannot satisfy a byte range, so servers refuse it; there is nothing to read anyway.
  if (size === 0 || data === "") return <Text c="dimmed">The file is empty.</Text>;
  if (error)
    return (
      <Alert color="red" title={error.message}>
        <Button size="xs" variant="light" onClick={() => void refetch()}>
          Retry
        </Button>
      </Alert>
    );
  if (data === undefined) return <Skeleton height={200} />;
  return (
    <>
      {(size ?? 0) > textLimit && (
        <Text size="xs" c="orange">
          The first {formatBytes(textLimit)} of {formatBytes(size)}. Download the file for the rest.
        </Text>
      )}
      {markdown ? <Markdown text={data} /> : <CodeView text={data} name={name} />}
    </>
  );
}

export function CodeView({ text, name }: { text: string; name: string }) {
  const [html, setHtml] = useState<{ text: string; html: string }>();
  useEffect(() => {
    let current = true;
    if (text.length > highlightLimit) return;
    import("highlight.js/lib/common")
      .then(({ default: hljs }) => {
        const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
        const language =
          { ipynb: "json", jsonl: "json", cu: "cpp", toml: "ini", cfg: "ini" }[ending] ?? ending;
        if (!hljs.getLanguage(language) || !current) return;
        setHtml({ text, html: hljs.highlight(text, { language, ignoreIllegals: true }).value });
      })
      // Colours are an extra: the plain text is on screen already.
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [text, name]);
  return (
    <pre className="code-view" style={{ maxBlockSize: "75vh" }}>
      {html?.text === text ? (
        // Safe: highlight.js escapes the text it is given.
        <code dangerouslySetInnerHTML={{ __html: html.html }} />
      ) : (
        <code>{text}</code>
      )}
    </pre>
  );
}
