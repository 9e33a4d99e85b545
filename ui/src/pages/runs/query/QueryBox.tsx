import { ActionIcon } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { ApiError } from "../../../api/http";
import type { ProjectId } from "../../../api/projects";
import { accepted, type Spot, spotAt } from "../../../lib/completion";
import { keep, recall } from "../../../lib/storage";
import { type Suggestion, useSuggestions } from "./useSuggestions";

interface Props {
  id: ProjectId;
  value: string;
  onChange: (filter: string) => void;
  fault: ApiError | undefined;
}

const mostRecent = 6;

/** The filter: what is typed is completed from what the project has, and what is wrong is marked where it stands. */
export function QueryBox({ id, value, onChange, fault }: Props) {
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [caret, setCaret] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [scrolled, setScrolled] = useState(0);
  const recentKey = `filters-${id.ws}/${id.project}`;
  const [recent, setRecent] = useState(() => recall<string[]>(recentKey, []));
  useEffect(() => setText(value), [value]);
  // Before the next key comes: else it would be written where the caret was.
  const moved = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (moved.current !== undefined) input.current?.setSelectionRange(moved.current, moved.current);
    moved.current = undefined;
  });

  const spot: Spot | undefined = isOpen ? spotAt(text, caret) : undefined;
  const completions = useSuggestions(id, text ? spot : undefined);
  const past: Suggestion[] = text
    ? []
    : recent.map((one) => ({ text: one, label: one, note: "used before" }));
  const offered = isOpen ? (text ? completions : past) : [];
  const shownFault = fault && text === value ? fault : undefined;

  const submit = (next: string) => {
    const filter = next.trim();
    setOpen(false);
    setChosen(-1);
    setText(filter);
    if (filter) {
      const list = [filter, ...recent.filter((one) => one !== filter)].slice(0, mostRecent);
      setRecent(list);
      keep(recentKey, list);
    }
    onChange(filter);
  };
  const accept = (one: Suggestion) => {
    setChosen(-1);
    if (!text || !spot) return submit(one.text);
    const next = accepted(text, caret, spot, one.text);
    setText(next.text);
    setCaret(next.caret);
    moved.current = next.caret;
  };
  const onKey = (event: React.KeyboardEvent) => {
    const at = offered[chosen];
    if (event.key === "ArrowDown" && offered.length) setChosen((chosen + 1) % offered.length);
    else if (event.key === "ArrowUp" && offered.length)
      setChosen(chosen <= 0 ? offered.length - 1 : chosen - 1);
    else if (event.key === "Tab" && !event.shiftKey && text && offered.length)
      accept(at ?? (offered[0] as Suggestion));
    else if (event.key === "Enter" && at) accept(at);
    else if (event.key === "Enter") submit(text);
    else if (event.key === "Escape" && offered.length) {
      setOpen(false);
      setChosen(-1);
    } else if (event.key === "Escape") input.current?.blur();
    else return;
    event.preventDefault();
  };

  return (
    <div className="query-box">
      <div className="query-field" data-wrong={shownFault ? true : undefined}>
        <IconSearch size={16} aria-hidden />
        <div className="query-text">
          {shownFault && <Mark text={text} fault={shownFault} scrolled={scrolled} />}
          <input
            id="filter"
            ref={input}
            dir="auto"
            role="combobox"
            aria-label="Filter runs"
            aria-expanded={offered.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={offered[chosen] ? `${list}-${chosen}` : undefined}
            aria-invalid={shownFault ? true : undefined}
            aria-describedby={shownFault ? `${list}-fault` : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder="Find: dropout, tag:xception, val/loss < 0.3 AND state = succeeded"
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setCaret(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
              setOpen(true);
              setChosen(-1);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
            onClick={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKey}
          />
        </div>
        {text && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Clear the filter"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => submit("")}
          >
            <IconX size={15} />
          </ActionIcon>
        )}
      </div>
      {shownFault && (
        <div className="query-fault" id={`${list}-fault`} role="alert">
          <bdi>{shownFault.message}</bdi> {shownFault.hint && <bdi className="quiet">{shownFault.hint}</bdi>}
        </div>
      )}
      <div
        id={list}
        role="listbox"
        aria-label="Completions"
        className="query-list"
        hidden={offered.length === 0}
      >
        {offered.map((one, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus.
          <div
            key={one.text}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === chosen}
            className="query-option"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => accept(one)}
          >
            <bdi>{one.label}</bdi>
            {one.note && <span className="quiet">{one.note}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

/** A line under the characters that are wrong, behind the field's own text. */
function Mark({ text, fault, scrolled }: { text: string; fault: ApiError; scrolled: number }) {
  const from = Math.min(fault.position ?? 0, text.length);
  const to = Math.min(text.length, from + Math.max(1, fault.length ?? 1));
  return (
    <div className="query-mark" aria-hidden dir="auto">
      <span style={{ position: "relative", left: -scrolled }}>
        {text.slice(0, from)}
        <u>{text.slice(from, to) || "\u00a0\u00a0"}</u>
        {text.slice(to)}
      </span>
    </div>
  );
}
