import { Badge, Table } from "@mantine/core";
import type { ReactNode } from "react";
import type { GitReference } from "../../api/types";
import { formatTime } from "../../lib/format";

export function GitTable({ git }: { git: GitReference }) {
  const author = [git.authorName, git.authorEmail && `<${git.authorEmail}>`].filter(Boolean).join(" ");
  const rows: [string, ReactNode][] = [
    ["Commit", git.commitId && <code>{git.commitId}</code>],
    ["Branch", git.branch],
    ["Message", git.message],
    ["Author", author],
    ["Date", git.commitDate && formatTime(git.commitDate)],
    [
      "Changes",
      git.dirty === undefined ? undefined : (
        <Badge key="dirty" size="sm" variant="light" color={git.dirty ? "orange" : "green"} tt="none">
          {git.dirty ? "uncommitted changes" : "clean"}
        </Badge>
      ),
    ],
    ["Remotes", git.remotes?.join(", ")],
  ];
  return (
    <Table withRowBorders={false} verticalSpacing={2} fz="sm">
      <Table.Tbody>
        {rows
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th c="dimmed" fw={400} ta="start" w={120}>
                {label}
              </Table.Th>
              <Table.Td dir="auto" ta="start" style={{ overflowWrap: "anywhere" }}>
                {value}
              </Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}
