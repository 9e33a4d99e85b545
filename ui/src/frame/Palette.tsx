import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { type Command, matches } from "../lib/commands";
import { chooseFirst, palette, paletteStore } from "./paletteStore";
import { useCommands } from "./useCommands";
import { useFoundRuns } from "./useFoundRuns";

/** Ctrl+K: everything that can be gone to or done, found by typing. */
export function Palette({ isAdmin, userName }: { isAdmin: boolean; userName: string }) {
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text, 120);
  const commands = useCommands(isAdmin, userName);
  const runs = useFoundRuns(settled);
  const found = [...(text.trim() ? runs : []), ...commands.filter((one) => matches(one, text))];
  const shown = found.map((one) => one.id).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: each other list has another first line.
  useEffect(() => {
    if (text.trim()) chooseFirst();
  }, [shown, text]);
  const groups = [...new Set(found.map((one) => one.group))];
  return (
    <Spotlight.Root
      store={paletteStore}
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      maxHeight="min(60vh, 520px)"
      size={640}
      centered={false}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      attributes={{ content: { "aria-label": "Search and commands" } }}
    >
      <Spotlight.Search
        dir="auto"
        placeholder="Search runs, projects, pages, actions"
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {found
              .filter((one) => one.group === group)
              .slice(0, text.trim() ? 12 : 6)
              .map((one) => (
                <Line key={one.id} command={one} />
              ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.length === 0 && <Spotlight.Empty>Nothing is called that</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

const Line = ({ command: { label, note, icon: Icon, run } }: { command: Command }) => (
  <Spotlight.Action
    onClick={() => {
      palette.close();
      run();
    }}
  >
    <span className="palette-line">
      {Icon && <Icon size={16} stroke={1.6} aria-hidden />}
      <bdi className="palette-label">{label}</bdi>
      {note && (
        <Text span size="xs" className="quiet" dir="auto">
          {note}
        </Text>
      )}
    </span>
  </Spotlight.Action>
);
