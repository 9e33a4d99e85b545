import { type ReactNode, useRef, useState } from "react";
import { keep, recall } from "../../lib/storage";

const key = "runs-split";
const [least, most] = [15, 80];

/** The table beside what is made of it; the border between is dragged, or moved by arrow keys. */
export function Split({ start, end }: { start: ReactNode; end: ReactNode | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(() => recall(key, 36));
  const dragging = useRef(false);
  const change = (percent: number) => {
    const next = Math.round(Math.max(least, Math.min(most, percent)));
    setShare(next);
    keep(key, next);
  };
  return (
    <div ref={box} className="runs-split">
      <div className="panel runs-body" style={end ? { flex: `0 0 ${share}%` } : undefined}>
        {start}
      </div>
      {end && (
        // biome-ignore lint/a11y/useSemanticElements: a border that moves is no line of a text.
        <div
          role="separator"
          aria-label="Width of the table"
          aria-orientation="vertical"
          aria-valuenow={share}
          aria-valuemin={least}
          aria-valuemax={most}
          tabIndex={0}
          className="split-edge"
          onPointerDown={(event) => {
            event.preventDefault();
            event.currentTarget.setPointerCapture(event.pointerId);
            dragging.current = true;
          }}
          onPointerMove={(event) => {
            const rect = box.current?.getBoundingClientRect();
            if (!dragging.current || !rect) return;
            const part = ((event.clientX - rect.left) / rect.width) * 100;
            change(document.documentElement.dir === "rtl" ? 100 - part : part);
          }}
          onPointerUp={() => {
            dragging.current = false;
          }}
          onKeyDown={(event) => {
            const by = event.key === "ArrowRight" ? 4 : event.key === "ArrowLeft" ? -4 : 0;
            if (!by) return;
            event.preventDefault();
            change(share + by);
          }}
        />
      )}
      {end && <div className="split-pane">{end}</div>}
    </div>
  );
}
