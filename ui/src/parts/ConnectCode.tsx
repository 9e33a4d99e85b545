import { SegmentedControl, Tabs, Text } from "@mantine/core";
import { useState } from "react";
import { type Client, clientLines, environmentLines, type Place, type Shell } from "../lib/connect";
import { Snippet } from "./Snippet";

const shells: { value: Shell; label: string }[] = [
  { value: "bash", label: "Shell" },
  { value: "powershell", label: "PowerShell" },
  { value: "python", label: "Notebook" },
];
const clients: { value: Client; label: string; note: string }[] = [
  {
    value: "neptune0",
    label: "neptune-client 0.x",
    note: "Your script stays as it is; this is a small one to try.",
  },
  {
    value: "neptune1",
    label: "neptune 1.x",
    note: "Your script stays as it is; this is a small one to try.",
  },
  {
    value: "curl",
    label: "curl",
    note: "One request makes a run, with a parameter and two points of a curve.",
  },
];

/** The environment that leads a client here, and a first script for it. */
export function ConnectCode({ place }: { place: Place }) {
  const [shell, setShell] = useState<Shell>("bash");
  return (
    <>
      <SegmentedControl
        mb={6}
        w="fit-content"
        data={shells}
        value={shell}
        onChange={(value) => setShell(value as Shell)}
        aria-label="Where the lines go"
      />
      <Snippet text={environmentLines(shell, place)} label="Copy the lines" />
      <Tabs defaultValue="neptune0" mt="md" keepMounted={false}>
        <Tabs.List>
          {clients.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {clients.map(({ value, note }) => (
          <Tabs.Panel key={value} value={value} pt="sm">
            <Text size="sm" className="quiet" mb={6}>
              {note}
            </Text>
            <Snippet text={clientLines(value, place)} label="Copy the script" />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
