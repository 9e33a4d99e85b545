import { Select, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import type { ProjectId } from "../../../api/projects";
import { runsQuery } from "../../../api/runs";
import type { RunRow } from "../../../api/types";
import { columnTitle } from "../../../lib/columns";
import { formatCell, formatNumber, plural } from "../../../lib/format";
import { axisOf, type ParallelAxis } from "../../../lib/parallel";
import { addTerm, quoteName, term } from "../../../lib/queryText";
import { type Column, columnKey, type SearchText } from "../../../lib/urlState";
import { Failure } from "../../../parts/Failure";
import { focusRun, useIsFocused } from "../../../parts/focusedRun";
import { pageOf, type Question } from "../table/useRunRows";

interface Props {
  id: ProjectId;
  question: Question;
  columns: Column[];
  selected: string[];
  search: SearchText;
  set: (change: SearchText) => void;
}

const mostRuns = 1000;
const mostAxes = 12;
const unwanted = new Set(["sys/name", "sys/tags", "sys/id", "sys/description", "sys/creation_time"]);
const [top, bottom, side] = [46, 26, 56];

interface Axis extends ParallelAxis {
  column: Column;
  at: number;
}

/** Every run of the filter as a line through its values: which parameters lead to which results. */
export function ParamsPane({ id, question, columns, selected, search, set }: Props) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const answer = useQuery(runsQuery(id, { ...pageOf(question, "", 0), limit: mostRuns }));
  const rows = answer.data?.rows ?? [];
  const axes = useMemo(() => {
    const found: Axis[] = [];
    columns.forEach((column, at) => {
      if (unwanted.has(column.path) || found.length >= mostAxes) return;
      const axis = axisOf(rows.map((row) => row.values[at]));
      if (axis) found.push({ ...axis, column, at });
    });
    return found;
  }, [columns, rows]);
  const byNumber = axes.filter((axis) => axis.kind !== "word");
  const shade =
    axes.find(
      (axis) =>
        columnKey(axis.column) === (search.shade ?? (question.sort?.[0] && columnKey(question.sort[0]))),
    ) ?? byNumber.at(-1);
  const height = 440;
  const x = (i: number) => side + (i * (width - 2 * side)) / Math.max(1, axes.length - 1);
  const y = (place: number) => top + (1 - place) * (height - top - bottom);
  const narrow = (text: string) => set({ q: addTerm(question.filter, text) });

  return (
    <div className="params-pane">
      <div className="params-bar">
        <Select
          size="xs"
          w={240}
          aria-label="Coloured by"
          leftSection={<span className="params-ramp" />}
          data={axes.map((axis) => ({ value: columnKey(axis.column), label: titleOf(axis.column) }))}
          value={shade ? columnKey(shade.column) : null}
          onChange={(next) => set({ shade: next ?? undefined })}
        />
        <Text size="xs" className="quiet">
          {plural(rows.length, "run")}
          {(answer.data?.total ?? 0) > rows.length && ` of ${formatNumber(answer.data?.total ?? 0)}`}. Drag
          along an axis to filter; the columns of the table are the axes.
        </Text>
      </div>
      <Failure error={answer.error} />
      <div ref={ref} className="panel params-plot" dir="ltr">
        {axes.length < 2 && answer.data && (
          <Text className="pane-note">
            Two or more columns whose values differ are needed: choose them under Columns.
          </Text>
        )}
        {axes.length >= 2 && width > 0 && (
          <svg width={width} height={height} role="group" aria-label="Parallel coordinates">
            {rows.map((row) => (
              <RunPath
                key={row.id}
                id={id}
                row={row}
                d={pathOf(row, axes, x, y)}
                stroke={colourAt(shade?.place(row.values[shade.at]))}
                isQuiet={selected.length > 0 && !selected.includes(row.shortId)}
              />
            ))}
            {axes.map((axis, i) => (
              <AxisMarks
                key={columnKey(axis.column)}
                axis={axis}
                x={x(i)}
                y={y}
                height={height}
                onNarrow={narrow}
              />
            ))}
          </svg>
        )}
      </div>
    </div>
  );
}

const titleOf = (column: Column) => {
  const { name } = columnTitle(column);
  return column.aggregate && column.aggregate !== "last" ? `${name} ${column.aggregate}` : name;
};

/** From the accent to a warm tone, equally light all the way, so that it is read in both themes. */
const colourAt = (place: number | undefined) =>
  place === undefined
    ? "var(--line-strong)"
    : `color-mix(in oklch, var(--ramp-high) ${Math.round(place * 100)}%, var(--ramp-low))`;

/** Where a run has nothing the line is broken. */
function pathOf(row: RunRow, axes: Axis[], x: (i: number) => number, y: (place: number) => number): string {
  let d = "";
  let isBroken = true;
  axes.forEach((axis, i) => {
    const place = axis.place(row.values[axis.at]);
    if (place === undefined) isBroken = true;
    else {
      d += `${isBroken ? "M" : "L"}${x(i).toFixed(1)} ${y(place).toFixed(1)}`;
      isBroken = false;
    }
  });
  return d;
}

interface PathProps {
  id: ProjectId;
  row: RunRow;
  d: string;
  stroke: string;
  isQuiet: boolean;
}

function RunPath({ id, row, d, stroke, isQuiet }: PathProps) {
  const navigate = useNavigate();
  const isFocused = useIsFocused(row.shortId);
  const href = `/${encodeURIComponent(id.ws)}/${encodeURIComponent(id.project)}/e/${encodeURIComponent(row.shortId)}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it leads to the same runs by keys.
    <path
      className="params-line"
      data-quiet={isQuiet || undefined}
      data-focused={isFocused || undefined}
      d={d}
      stroke={stroke}
      onMouseEnter={() => focusRun(row.shortId)}
      onMouseLeave={() => focusRun(undefined)}
      onClick={() => void navigate({ href })}
    >
      <title>{row.shortId}</title>
    </path>
  );
}

interface MarksProps {
  axis: Axis;
  x: number;
  y: (place: number) => number;
  height: number;
  onNarrow: (term: string) => void;
}

const strip = 22;

function AxisMarks({ axis, x, y, height, onNarrow }: MarksProps) {
  const [brush, setBrush] = useState<[number, number]>();
  const from = useRef<number>(undefined);
  const placeAt = (event: React.PointerEvent<SVGRectElement>) => {
    const rect = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, 1 - (event.clientY - rect.top) / rect.height));
  };
  const done = () => {
    if (from.current !== undefined && brush && Math.abs(brush[0] - brush[1]) > 0.01)
      onNarrow(narrowed(axis, brush));
    from.current = undefined;
    setBrush(undefined);
  };
  const { space } = columnTitle(axis.column);
  return (
    <g>
      <text x={x} y={16} className="params-title" textAnchor="middle">
        {titleOf(axis.column)}
        <title>{axis.column.path}</title>
      </text>
      <text x={x} y={31} className="params-space" textAnchor="middle">
        {space}
      </text>
      <line x1={x} x2={x} y1={y(1)} y2={y(0)} className="params-axis" />
      {axis.ticks.map((tick) => (
        <text key={String(tick.value)} x={x + 6} y={y(tick.place) + 4} className="params-tick">
          {typeof tick.value === "number"
            ? formatCell(axis.column.path, tick.value)
            : tick.value || "(empty)"}
        </text>
      ))}
      {brush && (
        <rect
          x={x - strip / 2}
          width={strip}
          y={y(Math.max(...brush))}
          height={Math.max(1, y(Math.min(...brush)) - y(Math.max(...brush)))}
          className="params-brush"
        />
      )}
      <rect
        x={x - strip / 2}
        width={strip}
        y={y(1)}
        height={height - top - bottom}
        className="params-strip"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = placeAt(event);
        }}
        onPointerMove={(event) => {
          if (from.current !== undefined) setBrush([from.current, placeAt(event)]);
        }}
        onPointerUp={done}
        onPointerCancel={done}
      />
    </g>
  );
}

/** The part of the axis as a condition of the filter, where it can be read, changed and dropped. */
function narrowed({ column, kind, value, ticks }: Axis, brush: [number, number]): string {
  const [low, high] = [Math.min(...brush), Math.max(...brush)];
  const name =
    column.aggregate && column.aggregate !== "last"
      ? `${column.aggregate}(${quoteName(column.path)})`
      : quoteName(column.path);
  if (kind !== "word") {
    const at = (place: number) => String(Number(value(place).toPrecision(4)));
    return `${name} >= ${at(low)} AND ${name} <= ${at(high)}`;
  }
  const chosen = ticks.filter((tick) => tick.place >= low - 0.02 && tick.place <= high + 0.02);
  const terms = chosen.map((tick) => term(column.path, String(tick.value)));
  return terms.length === 1 ? (terms[0] ?? "") : `(${terms.join(" OR ")})`;
}
