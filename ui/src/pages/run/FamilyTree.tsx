import { ActionIcon, Anchor, Badge, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ProjectId } from "../../api/projects";
import { useFamily } from "../../api/runs";
import type { FamilyMember, Run } from "../../api/types";
import { type FamilyRow, familyFilter, familyRows, initiallyOpen, smallFamily } from "../../lib/family";
import { formatNumber, plural, toNumber } from "../../lib/format";
import { Failure } from "./states";
import "./family.css";

const rowHeight = 28;
const column = 16;

/** All runs that forks connect with this one, as a tree; each leads to its page. */
export function FamilyTree({ id, data }: { id: ProjectId; data: Run }) {
  const { data: family, error, refetch } = useFamily(id, data);
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const members = family?.members ?? [];
  const first = useMemo(() => initiallyOpen(members, data.id), [members, data.id]);
  const rows = useMemo(
    () => familyRows(members, (member) => turned.get(member) ?? first(member)),
    [members, turned, first],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const place = rows.findIndex(({ member }) => member.id === data.id);
  const isThere = place >= 0;
  const [jumps, setJumps] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the tree is there and when it is another; later the reader scrolls.
  useEffect(() => {
    if (isThere) list.scrollToIndex(place, { align: "center" });
  }, [isThere, data.id, jumps]);

  if (error && !family) return <Failure error={error} retry={() => void refetch()} />;
  if (!family) return <Skeleton h={3 * rowHeight} />;
  const turn = (member: string, open: boolean) => setTurned(new Map(turned).set(member, open));
  const turnAll = (open: boolean) => {
    setTurned(new Map(open ? members.map((member) => [member.id, true]) : []));
    setJumps((n) => n + 1);
  };
  const filter = familyFilter(members);
  const isWide = Math.max(0, ...rows.map(({ depth }) => depth)) > 8;
  return (
    <Stack gap={4}>
      <Group gap="xs" justify="space-between">
        <Text size="xs" c="dimmed">
          {family.total > members.length
            ? `The nearest ${formatNumber(members.length)} of ${plural(family.total, "run")}`
            : plural(family.total, "run")}
        </Text>
        <Group gap="sm">
          {members.length > smallFamily && (
            <Anchor
              component="button"
              size="xs"
              underline="always"
              onClick={() => turnAll(rows.length < members.length)}
            >
              {rows.length < members.length ? "Show all" : "Show less"}
            </Anchor>
          )}
          {filter && (
            <Anchor
              size="xs"
              underline="always"
              component={Link}
              to="/$ws/$project/{-$view}"
              params={{ ...id, view: "runs" } as never}
              search={{ q: filter } as never}
            >
              In the table
            </Anchor>
          )}
        </Group>
      </Group>
      <div ref={scroller} className="family" data-wide={isWide || undefined}>
        <ul aria-label="Family of forks" style={{ blockSize: list.getTotalSize() }}>
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <li
                  key={row.member.id}
                  data-current={row.member.id === data.id || undefined}
                  style={{ insetBlockStart: item.start, blockSize: rowHeight }}
                >
                  <Rails row={row} isCurrent={row.member.id === data.id} />
                  <Member id={id} member={row.member} isCurrent={row.member.id === data.id} />
                  <Forks row={row} onTurn={turn} />
                  <ForkStep member={row.member} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </Stack>
  );
}

function Rails({ row, isCurrent }: { row: FamilyRow; isCurrent: boolean }) {
  const { depth, rails, joint, isOpen } = row;
  const middle = rowHeight / 2;
  const x = (at: number) => at * column + column / 2;
  const lines = rails.flatMap((goesOn, at) => (goesOn ? [`M${x(at)} 0V${rowHeight}`] : []));
  if (joint === "beside") lines.push(`M${x(depth - 1)} 0V${middle - 6}q0 6 6 6H${x(depth)}`);
  if (joint === "below") lines.push(`M${x(depth)} 0V${middle}`);
  if (isOpen) lines.push(`M${x(depth)} ${middle}V${rowHeight}`);
  return (
    <svg width={(depth + 1) * column} height={rowHeight} aria-hidden className="mirrored">
      <path d={lines.join("")} />
      <circle cx={x(depth)} cy={middle} r={isCurrent ? 5 : 4} data-head={row.member.head || undefined} />
    </svg>
  );
}

function Member({ id, member, isCurrent }: { id: ProjectId; member: FamilyMember; isCurrent: boolean }) {
  const { run, customId, name, line: experiment, head, trashed, failed } = member;
  const label = customId || name;
  return (
    <>
      {run ? (
        <Anchor
          component={Link}
          to="/$ws/$project/e/$run/{-$tab}"
          params={{ ...id, run, tab: undefined } as never}
          aria-current={isCurrent ? "page" : undefined}
          c={trashed ? "dimmed" : undefined}
          fw={isCurrent ? 700 : undefined}
          className="family-id"
        >
          {run}
        </Anchor>
      ) : (
        <span className="quiet">a run that was deleted</span>
      )}
      <bdi
        className="family-name"
        title={[name, experiment && `experiment ${experiment}`].filter(Boolean).join(" · ")}
      >
        {label}
      </bdi>
      {head && (
        <Badge
          size="xs"
          variant="light"
          color="green"
          tt="none"
          title={`The newest run of ${experiment ?? "its experiment"}`}
        >
          head{experiment && experiment !== label ? ` of ${experiment}` : ""}
        </Badge>
      )}
      {failed && (
        <Badge size="xs" variant="light" color="red" tt="none">
          failed
        </Badge>
      )}
      {trashed && (
        <Badge size="xs" variant="light" color="gray" tt="none">
          in the trash
        </Badge>
      )}
      {isCurrent && <span className="quiet">this run</span>}
    </>
  );
}

const ForkStep = ({ member: { step } }: { member: FamilyMember }) =>
  step !== undefined &&
  step !== null && (
    <span className="quiet family-step" title="The last step that it shares with the run above it">
      at step {formatNumber(toNumber(step))}
    </span>
  );

function Forks({ row, onTurn }: { row: FamilyRow; onTurn: (member: string, open: boolean) => void }) {
  const { member, children, descendants, isOpen } = row;
  // Whoever has one fork only is read as one line; closing it is for those with branches.
  if (children === 0 || (isOpen && children === 1)) return null;
  const name = member.run ?? "a deleted run";
  return (
    <ActionIcon
      size="xs"
      variant="subtle"
      color="gray"
      w="auto"
      px={2}
      aria-expanded={isOpen}
      aria-label={
        isOpen
          ? `Hide what was forked from ${name}`
          : `Show ${plural(descendants, "run")} forked from ${name}`
      }
      onClick={() => onTurn(member.id, !isOpen)}
    >
      {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} className="mirrored" />}
      {!isOpen && <span className="family-more">{formatNumber(descendants)}</span>}
    </ActionIcon>
  );
}
