import { useEffect, useState } from "react";
import "../code.css";

const highlightLimit = 300_000;
const aliases: Record<string, string> = {
  ipynb: "json",
  jsonl: "json",
  cu: "cpp",
  toml: "ini",
  cfg: "ini",
  patch: "diff",
};

/** A text with the colours of its language, when it is a language we know and not too long. */
export function CodeView({ text, name }: { text: string; name: string }) {
  const [html, setHtml] = useState<{ text: string; html: string }>();
  useEffect(() => {
    let current = true;
    if (text.length > highlightLimit) return;
    import("highlight.js/lib/common")
      .then(({ default: hljs }) => {
        const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
        const language = aliases[ending] ?? ending;
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <pre className="code-view" tabIndex={0} style={{ maxBlockSize: "75vh" }}>
      {html?.text === text ? (
        // Safe: highlight.js escapes the text it is given.
        <code dangerouslySetInnerHTML={{ __html: html.html }} />
      ) : (
        <code>{text}</code>
      )}
    </pre>
  );
}
