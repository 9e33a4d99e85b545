import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import type { Attribute } from "../../api/types";
import { attributeText, natural } from "../../lib/attributes";
import "./valueList.css";

const valueHeight = 28;

/** Names and values, as many as there are: only those in sight are in the page. */
export function ValueList({
  title,
  strip,
  attributes,
}: {
  title: string;
  strip: string;
  attributes: Attribute[];
}) {
  const rows = useMemo(() => [...attributes].sort((a, b) => natural(a.path, b.path)), [attributes]);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => valueHeight,
    getItemKey: (i) => rows[i]?.path ?? i,
    overscan: 6,
  });
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reached by keys. */}
      <div ref={scroller} className="values" tabIndex={0}>
        <div
          role="table"
          aria-label={title}
          aria-rowcount={rows.length}
          style={{ blockSize: list.getTotalSize() }}
        >
          {list.getVirtualItems().map(({ index, start }) => {
            const a = rows[index];
            return (
              a && (
                <div
                  role="row"
                  key={a.path}
                  ref={list.measureElement}
                  data-index={index}
                  data-odd={index % 2 === 0 || undefined}
                  aria-rowindex={index + 1}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <div role="cell" dir="auto">
                    {a.path.startsWith(strip) ? a.path.slice(strip.length) : a.path}
                  </div>
                  <div role="cell" dir="auto" className="values-value">
                    {attributeText(a)}
                  </div>
                </div>
              )
            );
          })}
        </div>
      </div>
    </>
  );
}
