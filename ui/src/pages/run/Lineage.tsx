import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ProjectId } from "../../api/projects";
import type { Run } from "../../api/types";
import { attributeText } from "../../lib/attributes";
import { formatNumber, toNumber } from "../../lib/format";
import { FamilyTree } from "./FamilyTree";

/** Whether there is anything to tell: forks, rewinds, or a line of attempts under one name. */
export const hasLineage = ({ lineage, children, rewoundTo, attributes }: Run) =>
  (lineage?.length ?? 0) > 0 ||
  (children?.length ?? 0) > 0 ||
  (rewoundTo !== undefined && rewoundTo !== null) ||
  attributes.some((a) => a.path === "sys/experiment/name");

/** The tree of forks it stands in, and of which experiment it is the head or an earlier run. */
export function Lineage({ id, data }: { id: ProjectId; data: Run }) {
  const of = (path: string) => data.attributes.find((a) => a.path === path);
  const experiment = attributeText(of("sys/experiment/name"));
  const hasFamily = (data.lineage?.length ?? 0) > 0 || (data.children?.length ?? 0) > 0;
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
      {hasFamily && <FamilyTree id={id} data={data} />}
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
