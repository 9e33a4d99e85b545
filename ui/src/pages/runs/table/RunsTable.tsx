import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { ProjectId } from "../../../api/projects";
import { columnWidth, laidOut } from "../../../lib/columns";
import { type Column, columnKey } from "../../../lib/urlState";
import { GroupLine } from "./GroupLine";
import { type HeaderActions, HeaderCell } from "./HeaderCell";
import { RunLine } from "./RunLine";
import { type Question, useRunRows } from "./useRunRows";
import { useTableKeys } from "./useTableKeys";

export interface TableProps extends HeaderActions {
  id: ProjectId;
  question: Question;
  columns: Column[];
  widths: Record<string, number>;
  selected: string[];
  onSelect: (next: string[]) => void;
  onFilter: (term: string) => void;
  onOpen: (run: string) => void;
  /** In place of rows when there are none. */
  empty: ReactNode;
  /** Told of what is known now: how many there are, what is wrong with the question. */
  onAnswer: (answer: TableAnswer) => void;
}

export interface TableAnswer {
  runs: number | undefined;
  groups: number | undefined;
  error: Error | null;
  /** The runs of the first page, for charts that are there before anybody selects. */
  first: string[];
}

export const rowHeight = 32;
export const firstWidth = 118;

export function RunsTable(props: TableProps) {
  const { id, question, columns, widths, selected, onSelect, onFilter, onOpen, onAnswer } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<string[]>([]);
  const [active, setActive] = useState(-1);
  const [visible, setVisible] = useState<[number, number]>([0, 50]);
  const rows = useRunRows(id, question, open, visible);
  const rtl = document.documentElement.dir === "rtl";

  const lines = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    // The bar of the selected runs lies over the end.
    paddingEnd: selected.length ? 64 : 0,
    scrollPaddingStart: rowHeight + 4,
  });
  const items = lines.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => setVisible([from, to]), [from, to]);

  const ordered = useMemo(() => laidOut(columns), [columns]);
  const sizes = ordered.map((column) =>
    columnWidth(column, rows.kinds.get(columnKey(column)), widths[columnKey(column)]),
  );
  const pinned = ordered.filter((column) => column.pinned).length;
  const pinnedWidth = sizes.slice(0, pinned).reduce((sum, width) => sum + width, firstWidth);
  const free = useVirtualizer({
    horizontal: true,
    isRtl: rtl,
    count: ordered.length - pinned,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => sizes[pinned + i] ?? 100,
    overscan: 6,
    paddingStart: pinnedWidth,
  });
  const layout = sizes.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the widths are what is measured.
  useEffect(() => free.measure(), [layout, pinned]);
  const shownFree = free.getVirtualItems();
  const cells = [...ordered.slice(0, pinned).map((_, i) => i), ...shownFree.map((one) => pinned + one.index)];
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, width) => sum + width, firstWidth));
  const slots = cells.map((i, at) => ({
    column: ordered[i] as Column,
    index: i,
    width: sizes[i] ?? 100,
    start: starts[i] ?? 0,
    // What lies between the pinned columns and the first one on screen is kept free.
    gap: at === pinned ? Math.max(0, (shownFree[0]?.start ?? pinnedWidth) - pinnedWidth) : 0,
    pinned: i < pinned,
    lastPinned: i === pinned - 1,
  }));
  const width = Math.max(free.getTotalSize(), pinnedWidth);

  const runAt = (index: number) => {
    const item = rows.item(index);
    return item?.kind === "run" ? item.row?.shortId : undefined;
  };
  const first = Array.from({ length: Math.min(rows.count, 30) }, (_, i) => runAt(i)).filter((run) => !!run);
  const answer = JSON.stringify([rows.runs, rows.groups, first]);
  const tell = useRef(onAnswer);
  tell.current = onAnswer;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when what it says changes.
  useEffect(
    () => tell.current({ runs: rows.runs, groups: rows.groups, error: rows.error, first: first as string[] }),
    [answer, rows.error],
  );

  const anchor = useRef(-1);
  const toggle = (index: number, isRange: boolean) => {
    const run = runAt(index);
    if (!run) return;
    const on = !selected.includes(run);
    const range: string[] = [];
    if (isRange && anchor.current >= 0) {
      const [low, high] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      for (let i = low; i <= high; i++) range.push(runAt(i) ?? "");
    } else range.push(run);
    anchor.current = index;
    const rest = selected.filter((one) => !range.includes(one));
    onSelect(on ? [...rest, ...range.filter(Boolean)] : rest);
  };
  const toggleGroup = (filter: string) =>
    setOpen((now) => (now.includes(filter) ? now.filter((one) => one !== filter) : [...now, filter]));

  useTableKeys({
    count: rows.count,
    active,
    move: (index) => {
      setActive(index);
      lines.scrollToIndex(index);
    },
    select: (isRange) => toggle(active, isRange),
    open: () => {
      const item = rows.item(active);
      if (item?.kind === "group") toggleGroup(item.group.filter);
      else if (item?.row) onOpen(item.row.shortId);
    },
    clear: () => onSelect([]),
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
  });

  const onPage = items.map((one) => runAt(one.index)).filter((run): run is string => !!run);
  const allOn = onPage.length > 0 && onPage.every((run) => selected.includes(run));

  return (
    <div
      ref={scroller}
      className="runs-grid"
      role="table"
      aria-label="Runs"
      aria-rowcount={rows.count + 1}
      data-testid="runs"
      data-stale={rows.isStale || undefined}
      aria-busy={rows.isWaiting}
    >
      <div role="rowgroup" className="runs-head" style={{ inlineSize: width }}>
        <div role="row" aria-rowindex={1} className="runs-row">
          <div role="columnheader" className="runs-first" style={{ inlineSize: firstWidth }}>
            <Checkbox
              size="xs"
              aria-label="Select the rows on screen"
              checked={allOn}
              indeterminate={!allOn && selected.length > 0}
              onChange={() =>
                onSelect(allOn || selected.length ? [] : [...new Set([...selected, ...onPage])])
              }
            />
            <span className="runs-id-title">Id</span>
          </div>
          {slots.map((slot) => (
            <HeaderCell
              key={columnKey(slot.column)}
              slot={slot}
              kind={rows.kinds.get(columnKey(slot.column))}
              {...props}
              columns={ordered}
            />
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        style={{
          blockSize: lines.getTotalSize(),
          inlineSize: width,
          minInlineSize: "100%",
          position: "relative",
        }}
      >
        {rows.count === 0 && !rows.isWaiting && !rows.error && (
          <div className="runs-empty" role="row">
            <div role="cell">{props.empty}</div>
          </div>
        )}
        {items.map((line) => {
          const item = rows.item(line.index);
          const shared = {
            slots,
            top: line.start,
            index: line.index,
            isActive: line.index === active,
          };
          if (item?.kind === "group")
            return (
              <GroupLine
                key={`g${line.index}`}
                {...shared}
                group={item.group}
                isOpen={item.open}
                by={question.by}
                place={rows.place}
                onToggle={() => toggleGroup(item.group.filter)}
                onFilter={onFilter}
              />
            );
          return (
            <RunLine
              key={item?.row?.id ?? line.index}
              {...shared}
              id={id}
              row={item?.row}
              isNested={!!item?.within}
              isSelected={!!item?.row && selected.includes(item.row.shortId)}
              kinds={rows.kinds}
              place={rows.place}
              onToggle={(isRange) => toggle(line.index, isRange)}
              onActive={() => setActive(line.index)}
              onFilter={onFilter}
            />
          );
        })}
      </div>
    </div>
  );
}
