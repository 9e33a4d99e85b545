import { ActionIcon } from "@mantine/core";
import { IconChevronRight, IconFilter } from "@tabler/icons-react";
import type { ColumnDigest, RunGroup } from "../../../api/runs";
import type { ColumnRef } from "../../../api/types";
import { columnTitle } from "../../../lib/columns";
import { formatCell, formatNumber, formatTime, plural } from "../../../lib/format";
import { columnKey } from "../../../lib/urlState";
import { type Slot, slotStyle } from "./slot";

interface Props {
  group: RunGroup;
  by: ColumnRef[];
  slots: Slot[];
  top: number;
  index: number;
  isActive: boolean;
  isOpen: boolean;
  place: Map<string, number>;
  onToggle: () => void;
  onFilter: (term: string) => void;
}

/** One group: what its runs share, how many they are, and the figures of each column. */
export function GroupLine(props: Props) {
  const { group, by, slots, top, index, isActive, isOpen, place, onToggle, onFilter } = props;
  const pinned = slots.filter((slot) => slot.pinned);
  const end = pinned.at(-1);
  const free = slots.filter((slot) => !slot.pinned);
  const title = group.keys
    .map((key, i) => `${columnTitle(by[i] ?? { path: "" }).name}: ${keyText(by[i], key)}`)
    .join(", ");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the table are in useTableKeys.
    <div
      role="row"
      aria-rowindex={index + 2}
      className="runs-row runs-line runs-group"
      style={{ transform: `translateY(${top}px)` }}
      data-active={isActive || undefined}
      onClick={onToggle}
    >
      <div
        role="cell"
        className="runs-first runs-group-title"
        data-edge
        style={{ inlineSize: end ? end.start + end.width : 300 }}
      >
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? "Close" : "Open"} ${title}`}
        >
          <IconChevronRight size={15} className="mirrored turns" data-open={isOpen || undefined} />
        </ActionIcon>
        {group.keys.map((key, i) => (
          <span key={by[i]?.path} className="runs-key" title={title}>
            <bdi>{keyText(by[i], key)}</bdi>
          </span>
        ))}
        <span className="quiet">{plural(group.runs, "run")}</span>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          className="on-hover"
          aria-label={`Only ${title}`}
          onClick={(event) => {
            event.stopPropagation();
            onFilter(group.filter);
          }}
        >
          <IconFilter size={14} />
        </ActionIcon>
      </div>
      {free.map((slot) => (
        <div role="cell" key={columnKey(slot.column)} className="runs-cell" style={slotStyle(slot)}>
          <DigestView
            path={slot.column.path}
            digest={group.values[place.get(columnKey(slot.column)) ?? -1]}
          />
        </div>
      ))}
    </div>
  );
}

const keyText = (by: ColumnRef | undefined, key: RunGroup["keys"][number]) =>
  key === null || key === undefined ? "(none)" : formatCell(by?.path ?? "", key) || "(empty)";

function DigestView({ path, digest }: { path: string; digest: ColumnDigest | undefined }) {
  if (!digest || digest.runs === 0) return null;
  if (digest.only !== undefined && digest.only !== null)
    return (
      <span className={typeof digest.only === "number" ? "runs-number" : "runs-text"}>
        <bdi>{formatCell(path, digest.only)}</bdi>
      </span>
    );
  if (digest.kind === "datetime")
    return digest.min === undefined ? null : (
      <span className="runs-text quiet">{formatTime(digest.min)} …</span>
    );
  if (digest.mean !== undefined && digest.mean !== null) {
    const show = (value: number) => formatCell(path, Number(value.toPrecision(4)));
    return (
      <span
        className="runs-number"
        dir="ltr"
        title={`mean of ${digest.runs}, from ${show(digest.min ?? 0)} to ${show(digest.max ?? 0)}`}
      >
        {show(digest.mean)}
        <span className="quiet"> ± {formatNumber(Number((digest.deviation ?? 0).toPrecision(2)))}</span>
      </span>
    );
  }
  return <span className="runs-text quiet">{formatNumber(digest.distinct)} values</span>;
}
