import { Alert, Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconDownload, IconExternalLink } from "@tabler/icons-react";
import { useState } from "react";
import { useFileText } from "../api/runs";
import { type FileForm, formOf, isText } from "../lib/fileForm";
import { formatBytes } from "../lib/format";
import { Markdown } from "./Markdown";
import { CodeView } from "./viewers/CodeView";
import { ImageView } from "./viewers/ImageView";
import { JsonView } from "./viewers/JsonView";
import { NotebookView } from "./viewers/NotebookView";
import { TableView } from "./viewers/TableView";

export interface FileViewProps {
  url: string;
  name: string;
  mimeType?: string;
  size?: number;
}

/** So little is read to see whether it is a text. */
const smallSize = 65_536;
const textLimit = 1_000_000;
/** What cannot be understood in part is read further. */
const wholeLimit = 20_000_000;

export function FileView({ url, name, mimeType, size }: FileViewProps) {
  const [broken, setBroken] = useState("");
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
        <Body
          form={formOf(name, mimeType)}
          url={url}
          name={name}
          size={size}
          download={download}
          fail={() => setBroken(url)}
        />
      )}
    </Stack>
  );
}

interface BodyProps {
  form: FileForm;
  url: string;
  name: string;
  size?: number;
  download: string;
  fail: () => void;
}
function Body({ form, url, name, size, download, fail }: BodyProps) {
  switch (form) {
    case "image":
      return <ImageView url={url} name={name} onError={fail} />;
    case "html":
      // An opaque origin, as the server's policy also says: interactive charts work, and see neither the session nor the API.
      return <iframe className="frame-view" sandbox="allow-scripts" src={url} title={name} />;
    case "pdf":
      // Without a sandbox: the browser's own viewer refuses to work in one, and runs no page's scripts.
      return <iframe className="frame-view" src={url} title={name} />;
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: logged sounds come without captions
      return <audio controls src={url} onError={fail} style={{ inlineSize: "100%" }} />;
    case "video":
      return (
        // biome-ignore lint/a11y/useMediaCaption: logged videos come without captions
        <video controls src={url} onError={fail} style={{ maxInlineSize: "100%", maxBlockSize: "70vh" }} />
      );
    case "other":
      if (size !== undefined && size <= smallSize)
        return <Small url={url} name={name} size={size} download={download} />;
      return <Unknown url={url} name={name} size={size} download={download} />;
    default:
      return <TextFile form={form} url={url} name={name} size={size} />;
  }
}

/** Read at once: many clients call every text of theirs bytes. */
function Small(props: Omit<BodyProps, "form" | "fail">) {
  const { data } = useFileText(props.url);
  if (data === undefined) return <Unknown {...props} />;
  return isText(data) ? <TextFile form="text" {...props} /> : <Unknown {...props} />;
}

/** Clients store texts under names that tell nothing; whoever knows better may look. */
function Unknown({ url, name, size, download }: Omit<BodyProps, "form" | "fail">) {
  const [asText, setAsText] = useState(false);
  if (asText) return <TextFile form="text" url={url} name={name} size={size} />;
  return (
    <Group>
      <Button component="a" href={download} download variant="light" leftSection={<IconDownload size={16} />}>
        Download {size === undefined ? "" : formatBytes(size)}
      </Button>
      <Button variant="default" onClick={() => setAsText(true)}>
        Show as text
      </Button>
      <Text size="sm" c="dimmed">
        This kind of file has no preview.
      </Text>
    </Group>
  );
}

function TextFile({ form, url, name, size }: { form: FileForm; url: string; name: string; size?: number }) {
  const limit = form === "json" || form === "notebook" || form === "table" ? wholeLimit : textLimit;
  const { data, error, refetch } = useFileText(url, limit);
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
      {(size ?? 0) > limit && (
        <Text size="xs" c="orange">
          The first {formatBytes(limit)} of {formatBytes(size)}. Download the file for the rest.
        </Text>
      )}
      <Words form={form} text={data} name={name} />
    </>
  );
}

function Words({ form, text, name }: { form: FileForm; text: string; name: string }) {
  switch (form) {
    case "markdown":
      return <Markdown text={text} />;
    case "table":
      return <TableView text={text} />;
    case "json":
      return <JsonView text={text} name={name} />;
    case "notebook":
      return <NotebookView text={text} name={name} />;
    default:
      return <CodeView text={text} name={name} />;
  }
}
