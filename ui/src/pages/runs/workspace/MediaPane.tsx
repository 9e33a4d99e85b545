import { Modal, Slider, Switch, Text, UnstyledButton } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ProjectId } from "../../../api/projects";
import { fileUrl, rowsQuery } from "../../../api/runs";
import type { Point } from "../../../api/types";
import { natural } from "../../../lib/attributes";
import { formatNumber } from "../../../lib/format";
import type { SearchText } from "../../../lib/urlState";
import { useKeys } from "../../../parts/keys";
import { RunLink } from "../table/RunLine";
import { pictureAt, stepsOf } from "./pictures";
import { type ChartedRun, useRunDetails } from "./useChartedRuns";

interface Props {
  id: ProjectId;
  runs: ChartedRun[];
  search: SearchText;
  set: (change: SearchText) => void;
}

const mostImages = 10_000;

/** The runs' images next to each other; one slider moves all of them through the steps. */
export function MediaPane({ id, runs, search, set }: Props) {
  const { details, isWaiting } = useRunDetails(id, runs);
  const wanted = useMemo(
    () =>
      details.flatMap((run) =>
        run.attributes
          .filter((one) => one.kind === "fileSeries")
          .map((one) => ({ run: run.shortId, path: one.path })),
      ),
    [details],
  );
  const answers = useQueries({
    queries: wanted.map(({ run, path }) => rowsQuery(id, { run, path, offset: 0, limit: mostImages })),
  });
  const points = new Map(
    wanted.map(({ run, path }, i) => [`${run} ${path}`, answers[i]?.data?.points ?? []]),
  );
  const paths = [...new Set(wanted.map((one) => one.path))].sort(natural);
  const steps = stepsOf([...points.values()]);
  const step = search.step === undefined ? (steps.at(-1) ?? 0) : Number(search.step);
  const at = Math.max(
    0,
    steps.findLastIndex((one) => one <= step),
  );
  const go = (index: number) => {
    const next = steps[Math.max(0, Math.min(steps.length - 1, index))];
    if (next !== undefined) set({ step: next === steps.at(-1) ? undefined : String(next) });
  };
  const isDifference = search.imagediff === "1";
  useKeys("Images", [
    { keys: "[", does: "Images of the step before", run: () => go(at - 1) },
    { keys: "]", does: "Images of the next step", run: () => go(at + 1) },
  ]);
  if (paths.length === 0)
    return isWaiting ? null : <Text className="pane-note">These runs have no images.</Text>;
  const shown = runs.filter((run) => details.some((one) => one.shortId === run.id));
  return (
    <div className="media-pane">
      <div className="media-bar">
        <b className="media-step">step {formatNumber(steps[at] ?? 0)}</b>
        <Slider
          flex={1}
          min={0}
          max={Math.max(1, steps.length - 1)}
          disabled={steps.length < 2}
          value={at}
          onChange={go}
          label={null}
          marks={steps.length <= 40 ? steps.map((_, value) => ({ value })) : undefined}
          thumbLabel="Step of all images"
        />
        <Switch
          size="xs"
          label="Difference from the first"
          checked={isDifference}
          onChange={(event) => set({ imagediff: event.currentTarget.checked ? "1" : undefined })}
        />
      </div>
      {paths.map((path) => (
        <section key={path}>
          <h3 className="pane-section">
            <bdi>{path}</bdi>
          </h3>
          <div className="media-row">
            {shown.map((run) => (
              <Picture
                key={run.id}
                id={id}
                run={run}
                path={path}
                step={steps[at] ?? 0}
                points={points.get(`${run.id} ${path}`) ?? []}
                against={
                  isDifference && shown[0] && run !== shown[0]
                    ? source(
                        id,
                        shown[0].id,
                        path,
                        pictureAt(points.get(`${shown[0].id} ${path}`) ?? [], steps[at] ?? 0),
                      )
                    : undefined
                }
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

const source = (id: ProjectId, run: string, path: string, point: Point | undefined) =>
  point && fileUrl(id, run, { path, index: point.index });

interface PictureProps {
  id: ProjectId;
  run: ChartedRun;
  path: string;
  step: number;
  points: Point[];
  against: string | undefined;
}

/** The image of a step, or the latest before it, which is said. */
function Picture({ id, run, path, step, points, against }: PictureProps) {
  const [full, setFull] = useState(false);
  const point = pictureAt(points, step);
  const src = source(id, run.id, path, point);
  const alt = point?.name || `${path} of ${run.id} at step ${point?.step}`;
  const picture = (
    <span className="media-picture" data-against={against ? true : undefined}>
      {against && <img src={against} alt="" />}
      <img src={src} alt={alt} />
    </span>
  );
  return (
    <figure className="media-figure" style={{ borderBlockStartColor: run.colour }}>
      <figcaption>
        <RunLink id={id} run={run.id}>
          {run.id}
        </RunLink>{" "}
        <bdi className="quiet">{run.name}</bdi>
      </figcaption>
      {src ? (
        <UnstyledButton className="media-button" aria-label={`Larger: ${alt}`} onClick={() => setFull(true)}>
          {picture}
        </UnstyledButton>
      ) : (
        <div className="media-none quiet">no image</div>
      )}
      <div className="media-note quiet">
        {point && point.step !== step && <span>from step {formatNumber(point.step)} </span>}
        <bdi>{point?.name}</bdi>
      </div>
      <Modal
        opened={full}
        onClose={() => setFull(false)}
        size="auto"
        title={<span dir="auto">{`${run.id}: ${alt}`}</span>}
      >
        <div className="media-large">{picture}</div>
      </Modal>
    </figure>
  );
}
