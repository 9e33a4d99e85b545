import { Checkbox, useComputedColorScheme } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { ProjectId } from "../../../api/projects";
import type { Kind, RunRow } from "../../../api/types";
import { runColour } from "../../../lib/colours";
import { columnKey } from "../../../lib/urlState";
import { focusRun, useIsFocused } from "../../../parts/focusedRun";
import { CellView } from "./CellView";
import { firstWidth } from "./RunsTable";
import { type Slot, slotStyle } from "./slot";

export interface RunLineProps {
  id: ProjectId;
  row: RunRow | undefined;
  slots: Slot[];
  top: number;
  index: number;
  isActive: boolean;
  isNested: boolean;
  isSelected: boolean;
  kinds: Map<string, Kind>;
  place: Map<string, number>;
  onToggle: (isRange: boolean) => void;
  onActive: () => void;
  onFilter: (term: string) => void;
}

export const RunLine = memo(function RunLine(props: RunLineProps) {
  const { id, row, slots, top, index, isActive, isNested, isSelected, kinds, place } = props;
  const dark = useComputedColorScheme("light") === "dark";
  const isFocused = useIsFocused(row?.shortId);
  const style = { transform: `translateY(${top}px)` };
  if (!row)
    return (
      <div role="row" aria-rowindex={index + 2} className="runs-row runs-line" style={style} data-waiting>
        <div role="cell" className="runs-first" style={{ inlineSize: firstWidth }} />
        {slots.map((slot) => (
          <div role="cell" key={columnKey(slot.column)} className="runs-cell" style={slotStyle(slot)}>
            <span className="runs-waiting" />
          </div>
        ))}
      </div>
    );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the table are in useTableKeys.
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className="runs-row runs-line"
      style={style}
      data-active={isActive || undefined}
      data-selected={isSelected || undefined}
      data-focused={isFocused || undefined}
      data-nested={isNested || undefined}
      onClick={props.onActive}
      onMouseEnter={() => focusRun(row.shortId)}
      onMouseLeave={() => focusRun(undefined)}
    >
      <div role="cell" className="runs-first" style={{ inlineSize: firstWidth }}>
        <Checkbox
          size="xs"
          aria-label={`Select ${row.shortId}`}
          checked={isSelected}
          onChange={() => {}}
          onClick={(event) => props.onToggle(event.shiftKey)}
        />
        <span className="swatch" style={{ background: runColour(row.shortId, dark) }} />
        <RunLink id={id} run={row.shortId}>
          {row.shortId}
        </RunLink>
      </div>
      {slots.map((slot) => {
        const key = columnKey(slot.column);
        const cell = row.values[place.get(key) ?? -1];
        return (
          <div
            role="cell"
            key={key}
            className="runs-cell"
            data-pinned={slot.pinned || undefined}
            data-edge={slot.lastPinned || undefined}
            style={slotStyle(slot)}
          >
            <CellView
              id={id}
              run={row.shortId}
              column={slot.column}
              kind={kinds.get(key)}
              cell={cell}
              onFilter={props.onFilter}
            />
          </div>
        );
      })}
    </div>
  );
});

export function RunLink({ id, run, children }: { id: ProjectId; run: string; children: React.ReactNode }) {
  return (
    <Link
      className="plain-link"
      to="/$ws/$project/e/$run/{-$tab}"
      params={{ ws: id.ws, project: id.project, run, tab: undefined } as never}
    >
      {children}
    </Link>
  );
}
