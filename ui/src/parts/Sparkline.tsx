import { sparkPath } from "../lib/sparkline";

interface Props {
  x: number[];
  y: number[];
  /** What it shows, for those who do not see it. */
  label: string;
  width?: number;
  height?: number;
}

const margin = 2;

/** A curve without axes, the size of a word. Time runs from left to right in every layout. */
export function Sparkline({ x, y, label, width = 96, height = 20 }: Props) {
  const path = sparkPath(x, y, width - 2 * margin, height - 2 * margin);
  return (
    <svg width={width} height={height} role="img" aria-label={label} style={{ display: "block" }}>
      <title>{label}</title>
      <path
        d={path}
        transform={`translate(${margin} ${margin})`}
        fill="none"
        stroke="var(--accent)"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
