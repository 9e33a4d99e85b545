import { Paper, Portal, Text } from "@mantine/core";
import type { Axis } from "../api/types";
import { formatNumber } from "../lib/format";
import type { TipRow } from "./chartData";
import { formatX } from "./chartOptions";

export interface Tip {
  /** Where the crosshair and the upper edge of the chart are in the window. */
  left: number;
  top: number;
  x: number;
  rows: TipRow[];
  more: number;
  focused: string | undefined;
}

/** What the series hold under the crosshair. It lies over everything, so that no pane cuts it off. */
export function TipBox({ tip, axis }: { tip: Tip; axis: Axis }) {
  const flip = tip.left > innerWidth / 2;
  return (
    <Portal>
      <Paper
        withBorder
        shadow="md"
        p={6}
        dir="ltr"
        style={{
          position: "fixed",
          top: Math.max(4, tip.top),
          left: tip.left,
          transform: flip ? "translateX(calc(-100% - 12px))" : "translateX(12px)",
          pointerEvents: "none",
          zIndex: 350,
          maxInlineSize: 420,
          inlineSize: "max-content",
        }}
      >
        <Text size="xs" c="dimmed">
          {formatX(axis, tip.x)}
        </Text>
        {tip.rows.map((row, i) => (
          <div
            key={`${i}-${row.label}`}
            style={{
              display: "flex",
              gap: 6,
              alignItems: "center",
              fontSize: 12,
              opacity: tip.focused && row.run && row.run !== tip.focused ? 0.6 : 1,
            }}
          >
            <span style={{ inlineSize: 10, blockSize: 3, background: row.colour, flexShrink: 0 }} />
            <b style={{ fontVariantNumeric: "tabular-nums" }}>{formatNumber(row.value)}</b>
            {row.average !== undefined && (
              <span title="smoothed" style={{ whiteSpace: "nowrap" }}>
                ~ {formatNumber(Number(row.average.toPrecision(5)))}
              </span>
            )}
            <span dir="auto" style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
              {row.label}
            </span>
            {row.detail && <span style={{ opacity: 0.6, whiteSpace: "nowrap" }}>{row.detail}</span>}
          </div>
        ))}
        {tip.more > 0 && (
          <Text size="xs" c="dimmed">
            and {tip.more} more
          </Text>
        )}
      </Paper>
    </Portal>
  );
}
