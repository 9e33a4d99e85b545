import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconColumnRemove,
  IconMathFunction,
  IconPin,
  IconPinnedOff,
  IconStack2,
} from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { Aggregate, ColumnRef, Kind, Sort } from "../../../api/types";
import { columnTitle, isNumeric, moved } from "../../../lib/columns";
import { type Column, columnKey } from "../../../lib/urlState";
import { type Slot, slotStyle } from "./slot";

export interface HeaderActions {
  sort: Sort[];
  by: ColumnRef[];
  onSort: (next: Sort[]) => void;
  onGroup: (next: ColumnRef[]) => void;
  onColumns: (next: Column[]) => void;
  onWidth: (column: Column, width: number) => void;
}

interface Props extends HeaderActions {
  slot: Slot;
  kind: Kind | undefined;
  columns: Column[];
}

export const aggregates: { value: Aggregate; label: string }[] = [
  { value: "last", label: "Last value" },
  { value: "min", label: "Minimum" },
  { value: "max", label: "Maximum" },
  { value: "mean", label: "Mean" },
  { value: "first", label: "First value" },
  { value: "count", label: "Number of points" },
];

const carried = "application/x-shipslog-column";

/** The head of a column: click sorts, Shift-click sorts within; drag moves it, its edge makes it wider, its menu has the rest. */
export function HeaderCell({ slot, kind, columns, sort, by, onSort, onGroup, onColumns, onWidth }: Props) {
  const { column } = slot;
  const key = columnKey(column);
  const [isOver, setOver] = useState(false);
  const { space, name } = columnTitle(column);
  const rank = sort.findIndex((one) => columnKey(one) === key);
  const direction = sort[rank]?.direction;
  const sorted = (next: Sort["direction"] | undefined, isMore: boolean) => {
    const mine = next && { path: column.path, aggregate: column.aggregate, direction: next };
    if (!isMore) return onSort(mine ? [mine] : []);
    const others = sort.filter((one) => columnKey(one) !== key);
    onSort(mine ? (rank < 0 ? [...others, mine] : sort.map((one, i) => (i === rank ? mine : one))) : others);
  };
  const cycle = (isMore: boolean) =>
    sorted(!direction ? "ascending" : direction === "ascending" ? "descending" : undefined, isMore);
  const change = (next: Partial<Column>) =>
    onColumns(columns.map((one) => (columnKey(one) === key ? { ...one, ...next } : one)));

  return (
    <div
      role="columnheader"
      aria-sort={direction ?? "none"}
      aria-colindex={slot.index + 2}
      className="runs-cell runs-headcell"
      data-number={isNumeric(kind) || undefined}
      data-over={isOver || undefined}
      data-pinned={slot.pinned || undefined}
      data-edge={slot.lastPinned || undefined}
      style={slotStyle(slot)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(carried)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        onColumns(moved(columns, event.dataTransfer.getData(carried), key));
      }}
    >
      <button
        type="button"
        className="runs-headname"
        title={column.path}
        draggable
        onDragStart={(event) => event.dataTransfer.setData(carried, key)}
        onClick={(event) => cycle(event.shiftKey)}
      >
        <bdi className="runs-headtext">
          {space && <span className="quiet">{space}</span>}
          <span>{name}</span>
        </bdi>
        {column.aggregate && column.aggregate !== "last" && (
          <span className="runs-agg">{column.aggregate}</span>
        )}
        {direction && (
          <span className="runs-arrow" aria-hidden>
            {direction === "ascending" ? "▲" : "▼"}
            {sort.length > 1 && <sub>{rank + 1}</sub>}
          </span>
        )}
      </button>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            className="runs-headmenu"
            aria-label={`Column ${name}`}
          >
            <IconChevronDown size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArrowUp size={15} />} onClick={() => sorted("ascending", false)}>
            Smallest first
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown size={15} />} onClick={() => sorted("descending", false)}>
            Largest first
          </Menu.Item>
          {sort.length > 0 && rank < 0 && (
            <Menu.Item leftSection={<IconArrowUp size={15} />} onClick={() => sorted("ascending", true)}>
              Then by this
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconStack2 size={15} />}
            onClick={() =>
              onGroup(
                by.some((one) => columnKey(one) === key)
                  ? by.filter((one) => columnKey(one) !== key)
                  : [...by, { path: column.path, aggregate: column.aggregate }],
              )
            }
          >
            {by.some((one) => columnKey(one) === key) ? "Do not group by it" : "Group by it"}
          </Menu.Item>
          {kind === "floatSeries" && (
            <Menu.Sub>
              <Menu.Sub.Target>
                <Menu.Sub.Item leftSection={<IconMathFunction size={15} />}>Show its</Menu.Sub.Item>
              </Menu.Sub.Target>
              <Menu.Sub.Dropdown>
                {aggregates.map(({ value, label }) => (
                  <Menu.Item
                    key={value}
                    fw={(column.aggregate ?? "last") === value ? 650 : undefined}
                    onClick={() => change({ aggregate: value })}
                  >
                    {label}
                  </Menu.Item>
                ))}
              </Menu.Sub.Dropdown>
            </Menu.Sub>
          )}
          <Menu.Divider />
          <Menu.Item
            leftSection={column.pinned ? <IconPinnedOff size={15} /> : <IconPin size={15} />}
            onClick={() => change({ pinned: column.pinned ? undefined : true })}
          >
            {column.pinned ? "Let it scroll" : "Pin"}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconColumnRemove size={15} />}
            onClick={() => onColumns(columns.filter((one) => columnKey(one) !== key))}
          >
            Hide
          </Menu.Item>
          <Menu.Item
            disabled={slot.index === 0}
            onClick={() => onColumns(moved(columns, key, columnKey(columns[slot.index - 1] ?? column)))}
          >
            Move towards the start
          </Menu.Item>
          <Menu.Item
            disabled={slot.index === columns.length - 1}
            onClick={() => onColumns(moved(columns, key, columnKey(columns[slot.index + 1] ?? column)))}
          >
            Move towards the end
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Edge name={name} width={slot.width} onWidth={(width) => onWidth(column, width)} />
    </div>
  );
}

const narrowest = 48;

/** The edge that is dragged; arrow keys move it too. */
function Edge({ name, width, onWidth }: { name: string; width: number; onWidth: (width: number) => void }) {
  const start = useRef<{ x: number; width: number; sign: number }>(undefined);
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${name}`}
      aria-valuenow={Math.round(width)}
      tabIndex={0}
      className="runs-edge"
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = {
          x: event.clientX,
          width,
          sign: getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1,
        };
      }}
      onPointerMove={(event) => {
        const from = start.current;
        if (from) onWidth(Math.max(narrowest, from.width + from.sign * (event.clientX - from.x)));
      }}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onKeyDown={(event) => {
        const by = event.key === "ArrowRight" ? 16 : event.key === "ArrowLeft" ? -16 : 0;
        if (by) {
          event.preventDefault();
          onWidth(Math.max(narrowest, width + by));
        }
      }}
    />
  );
}
