import { Group, Switch, Text, TextInput } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { matcher } from "../../lib/attributes";
import { isNumeric, parseTable, sortRows } from "../../lib/csv";
import { plural } from "../../lib/format";

const rowHeight = 26;
const maxColumns = 200;

/** Separated values as a table: sorted by a click on a heading, searched, and as long as the text is. */
export function TableView({ text }: { text: string }) {
  const [headed, setHeaded] = useState(true);
  const [sort, setSort] = useState<{ column: number; descending: boolean }>();
  const [search, setSearch] = useState("");
  const rows = useMemo(() => parseTable(text), [text]);
  const body = useMemo(() => (headed ? rows.slice(1) : rows), [rows, headed]);
  const width = useMemo(() => rows.reduce((most, row) => Math.max(most, row.length), 0), [rows]);
  const columns = useMemo(
    () =>
      Array.from({ length: Math.min(width, maxColumns) }, (_, i) => ({
        key: i,
        title: (headed ? rows[0]?.[i] : undefined) || String(i + 1),
        numeric: isNumeric(body, i),
      })),
    [rows, body, width, headed],
  );
  const shown = useMemo(() => {
    const fits = matcher(search);
    const found = search ? body.filter((row) => row.some(fits)) : body;
    return sort ? sortRows(found, sort.column, sort.descending) : found;
  }, [body, search, sort]);
  return (
    <>
      <Group gap="sm">
        <TextInput
          size="xs"
          w={220}
          dir="auto"
          aria-label="Search rows"
          placeholder="Search rows"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Switch
          size="xs"
          label="First row is the heading"
          checked={headed}
          onChange={(event) => setHeaded(event.currentTarget.checked)}
        />
        <Text size="xs" c="dimmed">
          {plural(shown.length, "row")} · {plural(width, "column")}
          {width > maxColumns && `, the first ${maxColumns} shown`}
        </Text>
      </Group>
      <Rows
        columns={columns}
        rows={shown}
        sort={sort}
        onSort={(column) =>
          setSort((old) =>
            old?.column !== column
              ? { column, descending: false }
              : old.descending
                ? undefined
                : { column, descending: true },
          )
        }
      />
    </>
  );
}

interface RowsProps {
  columns: { key: number; title: string; numeric: boolean }[];
  rows: readonly string[][];
  sort: { column: number; descending: boolean } | undefined;
  onSort: (column: number) => void;
}
function Rows({ columns, rows, sort, onSort }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const items = list.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = list.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section ref={scroller} className="table-view" tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>
            {columns.map(({ key, title, numeric }) => {
              const order = sort?.column === key ? (sort.descending ? "descending" : "ascending") : undefined;
              return (
                <th key={key} aria-sort={order ?? "none"} className={numeric ? "number" : undefined}>
                  <button type="button" dir="auto" onClick={() => onSort(key)}>
                    {title}
                    {order && (order === "ascending" ? " ↑" : " ↓")}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr style={{ blockSize: before }} />}
          {items.map(({ index }) => (
            <tr key={index} style={{ blockSize: rowHeight }}>
              {columns.map(({ key, numeric }) => (
                <td
                  key={key}
                  dir="auto"
                  className={numeric ? "number" : undefined}
                  title={rows[index]?.[key]}
                >
                  {rows[index]?.[key]}
                </td>
              ))}
            </tr>
          ))}
          {after > 0 && <tr style={{ blockSize: after }} />}
        </tbody>
      </table>
    </section>
  );
}
