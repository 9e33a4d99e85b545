import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { plural } from "../../lib/format";
import { CodeView } from "./CodeView";

/** JSON as a tree that folds, or as its text; a text that is no JSON is shown as it is. */
export function JsonView({ text, name }: { text: string; name: string }) {
  const [form, setForm] = useState("tree");
  const value = useMemo(() => {
    try {
      return { of: JSON.parse(text) as unknown };
    } catch {
      return undefined;
    }
  }, [text]);
  if (!value) return <CodeView text={text} name={name} />;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Form"
        style={{ alignSelf: "flex-start" }}
        data={[
          { value: "tree", label: "Tree" },
          { value: "text", label: "Text" },
        ]}
        value={form}
        onChange={setForm}
      />
      {form === "text" ? (
        <CodeView text={text} name={name} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        <section className="json-view code-view" tabIndex={0} aria-label="JSON">
          <Node value={value.of} depth={0} />
        </section>
      )}
    </>
  );
}

const maxChildren = 200;

function Node({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const [open, setOpen] = useState(depth < 2);
  const [limit, setLimit] = useState(maxChildren);
  const label = name === undefined ? null : <span className="hljs-attr">{name}: </span>;
  if (typeof value !== "object" || value === null)
    return (
      <div className="leaf">
        {label}
        <span className={typeof value === "string" ? "hljs-string" : "hljs-number"}>
          <bdi>{JSON.stringify(value)}</bdi>
        </span>
      </div>
    );
  const children = Object.entries(value);
  const list = Array.isArray(value);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {label}
        <span className="quiet">
          {list ? `[${plural(children.length, "item")}]` : `{${plural(children.length, "member")}}`}
        </span>
      </summary>
      {open &&
        children
          .slice(0, limit)
          .map(([key, child]) => <Node key={key} name={key} value={child} depth={depth + 1} />)}
      {open && children.length > limit && (
        <button type="button" className="leaf" onClick={() => setLimit(limit * 10)}>
          {plural(children.length - limit, "more")}
        </button>
      )}
    </details>
  );
}
