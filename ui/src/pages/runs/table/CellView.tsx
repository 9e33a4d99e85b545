import type { ProjectId } from "../../../api/projects";
import type { Cell, Kind } from "../../../api/types";
import { isNumeric } from "../../../lib/columns";
import { formatCell, formatUtc, rawCell } from "../../../lib/format";
import { term } from "../../../lib/queryText";
import type { Column } from "../../../lib/urlState";
import { RunLink } from "./RunLine";

interface Props {
  id: ProjectId;
  run: string;
  column: Column;
  kind: Kind | undefined;
  cell: Cell | null | undefined;
  onFilter: (term: string) => void;
}

/** What a run has in a column. Tags, states, owners are buttons: they find more like it. */
export function CellView({ id, run, column: { path }, kind, cell, onFilter }: Props) {
  if (cell === null || cell === undefined) return null;
  if (Array.isArray(cell))
    return (
      <span className="runs-tags" title={cell.join(", ")}>
        {cell.map((tag) => (
          <button
            key={tag}
            type="button"
            className="tag"
            title={`Runs with ${tag}`}
            onClick={() => onFilter(term(path, [tag]))}
          >
            <bdi>{tag}</bdi>
          </button>
        ))}
      </span>
    );
  if (path === "sys/name" && typeof cell === "string")
    return (
      <span className="runs-text" title={cell}>
        <RunLink id={id} run={run}>
          <bdi>{cell}</bdi>
        </RunLink>
      </span>
    );
  if ((path === "sys/state" || path === "sys/owner" || path === "sys/hostname") && typeof cell === "string")
    return (
      <button
        type="button"
        className="runs-filter"
        title={`Runs with ${cell}`}
        onClick={() => onFilter(term(path, cell))}
      >
        {path === "sys/state" && <span className="dot" data-state={cell} />}
        <bdi>{cell}</bdi>
      </button>
    );
  const text = formatCell(path, cell, kind);
  if (isNumeric(kind) || typeof cell === "number")
    return (
      <span className="runs-number" title={rawCell(cell)} dir="ltr">
        {text}
      </span>
    );
  if (kind === "datetime" && typeof cell === "string")
    return (
      <time className="runs-text" dateTime={cell} title={formatUtc(cell)}>
        {text}
      </time>
    );
  return (
    <span className="runs-text" title={rawCell(cell)}>
      <bdi>{text}</bdi>
    </span>
  );
}
