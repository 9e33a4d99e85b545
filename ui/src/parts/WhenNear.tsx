import type { ReactNode } from "react";
import { useIsNear } from "./useIsNear";

/** Keeps a place of a given height free for what is far from the screen: of thousands of charts only some are there. */
export function WhenNear({ height, children }: { height: number; children: ReactNode }) {
  const [isNear, ref] = useIsNear(1200);
  return (
    <div ref={ref} style={{ minBlockSize: height, minInlineSize: 0 }}>
      {isNear && children}
    </div>
  );
}
