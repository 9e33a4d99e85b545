import { Kbd, Modal, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Fragment, useEffect } from "react";
import { type KeyGroup, useKeyGroups, useKeyHelp, useKeys } from "../parts/keys";

let open = () => {};
/** Opens the help from anywhere, while the frame is on screen. */
export const showKeyHelp = () => open();

const everywhere = [
  { keys: "Ctrl+K", does: "Search runs, projects, pages and actions" },
  { keys: "Esc", does: "Close what is open" },
];

/** The keys that work on every page, and the dialog that lists all that work on this one. */
export function FrameKeys() {
  const [isHelp, help] = useDisclosure();
  const navigate = useNavigate();
  const { ws, project } = useParams({ strict: false }) as { ws?: string; project?: string };
  const params = ws && project ? { ws, project, view: undefined } : undefined;
  useEffect(() => {
    open = help.open;
  }, [help.open]);
  useKeyHelp("Everywhere", everywhere);
  useKeys("Go to", [
    { keys: "?", does: "This help", run: help.open },
    { keys: "g h", does: "Home", run: () => void navigate({ to: "/" }) },
    { keys: "g a", does: "Account and tokens", run: () => void navigate({ to: "/-/account" }) },
    ...(params
      ? [
          {
            keys: "g r",
            does: "Runs of this project",
            run: () => void navigate({ to: "/$ws/$project/{-$view}", params: { ...params, view: "runs" } }),
          },
          {
            keys: "g s",
            does: "Settings of this project",
            run: () => void navigate({ to: "/$ws/$project/settings", params }),
          },
        ]
      : []),
  ]);
  return (
    <Modal opened={isHelp} onClose={help.close} title="Keys" size="lg">
      <KeyTable />
    </Modal>
  );
}

function KeyTable() {
  const groups = mergeGroups(useKeyGroups());
  return (
    <div className="key-groups">
      {groups.map((group) => (
        <section key={group.title}>
          <Text fw={620} size="sm" mb={4}>
            {group.title}
          </Text>
          <Table verticalSpacing={4} horizontalSpacing={0} withRowBorders={false}>
            <Table.Tbody>
              {group.keys.map(({ keys, does }) => (
                <Table.Tr key={keys}>
                  <Table.Td w={120}>
                    <Keys text={keys} />
                  </Table.Td>
                  <Table.Td>{does}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </div>
  );
}

/** Parts may add to a group that another began. */
function mergeGroups(groups: KeyGroup[]): KeyGroup[] {
  const merged = new Map<string, KeyGroup>();
  for (const { title, keys } of groups) {
    const known = merged.get(title)?.keys ?? [];
    const fresh = keys.filter((one) => !known.some((other) => other.keys === one.keys));
    merged.set(title, { title, keys: [...known, ...fresh] });
  }
  return [...merged.values()];
}

/** `Ctrl+K` is held together, `g h` one after the other, `j / k` either. */
function Keys({ text }: { text: string }) {
  return (
    <span dir="ltr" style={{ whiteSpace: "nowrap" }}>
      {text.split(" ").map((word, i) => (
        <Fragment key={i}>
          {i > 0 && " "}
          {word === "/" && text !== "/" ? (
            <span className="quiet">or</span>
          ) : (
            word.split(/(?<=.)\+(?=.)/).map((key, j) => (
              <Fragment key={key}>
                {j > 0 && "+"}
                <Kbd size="xs">{key}</Kbd>
              </Fragment>
            ))
          )}
        </Fragment>
      ))}
    </span>
  );
}
