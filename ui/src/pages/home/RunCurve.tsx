import type { ProjectId } from "../../api/projects";
import { useAttributeNames } from "../../api/runs";
import { useBuckets } from "../../api/series";
import { formatNumber, toNumber } from "../../lib/format";
import { tellingSeries } from "../../lib/sparkline";
import { Sparkline } from "../../parts/Sparkline";

const mostNames = 500;
const curveBuckets = 60;

/** How a run goes, by the series that tells most. */
export function RunCurve({ id, run }: { id: ProjectId; run: string }) {
  const names = useAttributeNames(id, "", mostNames);
  const path = tellingSeries(names.data?.entries ?? []);
  const buckets = useBuckets(
    id,
    path ? [{ run, path }] : [],
    { axis: "step", buckets: curveBuckets },
    path !== undefined,
  ).data?.[0];
  if (!path || !buckets || buckets.points === 0) return null;
  const last = buckets.lastPoint?.[1];
  return (
    <span className="run-curve">
      <Sparkline x={buckets.x.map(toNumber)} y={buckets.last.map(toNumber)} label={path} />
      {last !== undefined && formatNumber(toNumber(last))}
    </span>
  );
}
