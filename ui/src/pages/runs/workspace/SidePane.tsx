import { ActionIcon, Group, SegmentedControl, Switch, Text, TextInput } from "@mantine/core";
import { IconSearch, IconStar, IconStarFilled } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { ProjectId } from "../../../api/projects";
import type { Attribute } from "../../../api/types";
import { attributeText, matcher } from "../../../lib/attributes";
import { change, diffRows } from "../../../lib/diff";
import { formatNumber, plural, toNumber } from "../../../lib/format";
import type { SearchText } from "../../../lib/urlState";
import { Failure } from "../../../parts/Failure";
import { focusRun, useIsFocused } from "../../../parts/focusedRun";
import { RunLink } from "../table/RunLine";
import { type ChartedRun, mostColumns, useRunDetails } from "./useChartedRuns";

interface Props {
  id: ProjectId;
  runs: ChartedRun[];
  search: SearchText;
  set: (change: SearchText) => void;
}

type Figure = "last" | "min" | "max";
const figures: Figure[] = ["last", "min", "max"];
const rowHeight = 30;

/** Attributes down, runs across; what is the same in all is left out until it is wanted. */
export function SidePane({ id, runs, search, set }: Props) {
  const { details, isWaiting, error } = useRunDetails(id, runs);
  const [text, setText] = useState("");
  const showAll = search.all === "1";
  const figure = figures.find((one) => one === search.figure) ?? "last";
  const shown = runs.filter((run) => details.some((one) => one.shortId === run.id));
  const at = Math.max(
    0,
    details.findIndex((run) => run.shortId === search.ref),
  );
  const all = useMemo(() => diffRows(details), [details]);
  const rows = useMemo(() => {
    const fits = matcher(text);
    return all.filter((row) => (showAll || row.differs) && fits(row.path));
  }, [all, showAll, text]);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const template = `260px repeat(${shown.length}, minmax(0, 1fr))`;
  const width = `max(100%, ${260 + 155 * shown.length}px)`;
  return (
    <div className="side-pane">
      <Group gap="md">
        <TextInput
          size="xs"
          w={220}
          dir="auto"
          aria-label="Search attributes"
          placeholder="Attributes, text or pattern"
          leftSection={<IconSearch size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Switch
          size="xs"
          label="Differences only"
          checked={!showAll}
          onChange={(event) => set({ all: event.currentTarget.checked ? undefined : "1" })}
        />
        <Group gap={6}>
          <Text size="xs">Metrics show their</Text>
          <SegmentedControl
            aria-label="Figure of metrics"
            data={figures}
            value={figure}
            onChange={(next) => set({ figure: next === "last" ? undefined : next })}
          />
        </Group>
        <Text size="xs" className="quiet">
          {plural(rows.length, "row")} of {formatNumber(all.length)}
          {runs.length > mostColumns && `; the first ${mostColumns} of ${runs.length} runs`}
        </Text>
      </Group>
      <Failure error={error} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reached by keys. */}
      <div ref={scroller} className="panel side-scroll" tabIndex={0}>
        <div
          role="table"
          style={{ inlineSize: width }}
          aria-label="Side by side"
          aria-rowcount={rows.length + 1}
          data-testid="side-by-side"
        >
          <div role="row" className="side-row side-head" style={{ gridTemplateColumns: template }}>
            <div role="columnheader" className="side-name">
              Attribute
            </div>
            {shown.map((run, i) => (
              <RunHead
                key={run.id}
                id={id}
                run={run}
                isReference={i === at}
                onReference={() => set({ ref: run.id })}
              />
            ))}
          </div>
          <div role="rowgroup" style={{ position: "relative", blockSize: lines.getTotalSize() }}>
            {lines.getVirtualItems().map((line) => {
              const row = rows[line.index];
              if (!row) return null;
              const reference = row.attributes[at];
              return (
                <div
                  role="row"
                  key={row.path}
                  aria-rowindex={line.index + 2}
                  className="side-row side-line"
                  style={{ gridTemplateColumns: template, transform: `translateY(${line.start}px)` }}
                >
                  <div role="cell" className="side-name" title={row.path}>
                    <bdi>{row.path}</bdi>
                  </div>
                  {row.attributes.map((attribute, column) => (
                    <Value
                      key={details[column]?.id}
                      attribute={attribute}
                      reference={column === at ? undefined : reference}
                      figure={figure}
                      isOther={
                        row.differs &&
                        column !== at &&
                        textOf(attribute, figure) !== textOf(reference, figure)
                      }
                    />
                  ))}
                </div>
              );
            })}
          </div>
        </div>
        {rows.length === 0 && !isWaiting && (
          <Text className="pane-note">
            {text
              ? "No attribute is named so."
              : details.length < 2
                ? "Select two or more runs."
                : "These runs do not differ."}
          </Text>
        )}
      </div>
    </div>
  );
}

interface HeadProps {
  id: ProjectId;
  run: ChartedRun;
  isReference: boolean;
  onReference: () => void;
}

function RunHead({ id, run, isReference, onReference }: HeadProps) {
  const isFocused = useIsFocused(run.id);
  return (
    <div
      role="columnheader"
      className="side-cell side-run"
      data-focused={isFocused || undefined}
      onMouseEnter={() => focusRun(run.id)}
      onMouseLeave={() => focusRun(undefined)}
    >
      <span className="swatch" style={{ background: run.colour }} />
      <RunLink id={id} run={run.id}>
        {run.id}
      </RunLink>
      <bdi className="side-runname quiet" title={run.name}>
        {run.name}
      </bdi>
      <ActionIcon
        size="xs"
        variant="subtle"
        color="gray"
        aria-pressed={isReference}
        aria-label={isReference ? `${run.id} is the reference` : `Compare with ${run.id}`}
        title={isReference ? "The others are compared with this one" : "Compare the others with this one"}
        onClick={onReference}
      >
        {isReference ? <IconStarFilled size={13} /> : <IconStar size={13} />}
      </ActionIcon>
    </div>
  );
}

const figureOf = (attribute: Attribute | undefined, figure: Figure): number | undefined => {
  if (attribute?.kind === "floatSeries") {
    const value = attribute[figure];
    return value === undefined || value === null ? undefined : toNumber(value);
  }
  if (attribute?.kind === "float" || attribute?.kind === "int") return toNumber(attribute.value);
  return undefined;
};

const textOf = (attribute: Attribute | undefined, figure: Figure): string => {
  const number = attribute?.kind === "floatSeries" ? figureOf(attribute, figure) : undefined;
  return number === undefined ? attributeText(attribute) : formatNumber(number);
};

interface ValueProps {
  attribute: Attribute | undefined;
  reference: Attribute | undefined;
  figure: Figure;
  isOther: boolean;
}

function Value({ attribute, reference, figure, isOther }: ValueProps) {
  const text = textOf(attribute, figure);
  const moved = reference && change(figureOf(attribute, figure), figureOf(reference, figure));
  return (
    <div role="cell" className="side-cell" data-other={isOther || undefined} title={text}>
      <bdi className="side-value">{attribute ? text : <span className="quiet">–</span>}</bdi>
      {moved && (
        <span className="side-change" dir="ltr" aria-hidden>
          {moved}
        </span>
      )}
    </div>
  );
}
