import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconGitFork } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ProjectId } from "../../api/projects";
import type { Run } from "../../api/types";
import { attributeText } from "../../lib/attributes";
import { formatNumber, toNumber } from "../../lib/format";

/** Whether there is anything to tell: forks, rewinds, or a line of attempts under one name. */
export const hasLineage = ({ lineage, children, rewoundTo, attributes }: Run) =>
  (lineage?.length ?? 0) > 0 ||
  (children?.length ?? 0) > 0 ||
  (rewoundTo !== undefined && rewoundTo !== null) ||
  attributes.some((a) => a.path === "sys/experiment/name");

/** From which runs this one was forked, which were forked from it, and of which experiment it is the head or an earlier run. */
export function Lineage({ id, data }: { id: ProjectId; data: Run }) {
  const of = (path: string) => data.attributes.find((a) => a.path === path);
  const experiment = attributeText(of("sys/experiment/name"));
  // The parent comes first from the server; a tree is read from its root.
  const ancestors = [...(data.lineage ?? [])].reverse();
  return (
    <Stack gap={6}>
      {experiment && (
        <Group gap="xs">
          <Text size="sm">
            Experiment{" "}
            <Anchor
              underline="always"
              component={Link}
              to="/$ws/$project/{-$view}"
              params={{ ...id, view: "runs" } as never}
              search={{ q: `\`sys/experiment/name\` = ${JSON.stringify(experiment)}` } as never}
              title="All its runs"
            >
              <bdi>{experiment}</bdi>
            </Anchor>
          </Text>
          <Badge
            variant="light"
            tt="none"
            color={of("sys/experiment/is_head")?.value === true ? "green" : "gray"}
          >
            {of("sys/experiment/is_head")?.value === true ? "head" : "an earlier run"}
          </Badge>
        </Group>
      )}
      {ancestors.map((ancestor, depth) => (
        <Branch key={ancestor.id} depth={depth}>
          <RunLink id={id} run={ancestor.run} /> forked at step {formatNumber(toNumber(ancestor.step))}
        </Branch>
      ))}
      {(ancestors.length > 0 || (data.children?.length ?? 0) > 0) && (
        <Branch depth={ancestors.length}>
          <b>{data.shortId}</b> this run
        </Branch>
      )}
      {data.children?.map((child) => (
        <Branch key={child} depth={ancestors.length + 1}>
          <RunLink id={id} run={child} /> forked from this run
        </Branch>
      ))}
      {data.rewoundTo !== undefined && data.rewoundTo !== null && (
        <Group gap={6}>
          <IconArrowBackUp size={15} />
          <Text size="sm">
            Rewound to step {formatNumber(toNumber(data.rewoundTo))}: what came after is superseded.
          </Text>
        </Group>
      )}
    </Stack>
  );
}

const Branch = ({ depth, children }: { depth: number; children: React.ReactNode }) => (
  <Group gap={6} wrap="nowrap" ps={depth * 18}>
    <IconGitFork size={15} style={{ flexShrink: 0 }} aria-hidden />
    <Text size="sm">{children}</Text>
  </Group>
);

const RunLink = ({ id, run }: { id: ProjectId; run: string | null | undefined }) =>
  run ? (
    <Anchor
      underline="always"
      component={Link}
      to="/$ws/$project/e/$run/{-$tab}"
      params={{ ...id, run, tab: undefined } as never}
    >
      {run}
    </Anchor>
  ) : (
    "a run that was deleted"
  );
