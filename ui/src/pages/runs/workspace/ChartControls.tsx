import {
  Group,
  Popover,
  SegmentedControl,
  Slider,
  Stack,
  Switch,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Axis } from "../../../api/types";
import { type ChartSettings, chartSettingsToSearch, type SearchText } from "../../../lib/urlState";

const axes: { value: Axis; label: string }[] = [
  { value: "step", label: "Step" },
  { value: "relativeTime", label: "Time since start" },
  { value: "time", label: "Clock" },
];

interface Props {
  search: SearchText;
  settings: ChartSettings;
  set: (change: SearchText) => void;
}

/** How all charts are drawn. Everything is in the address. */
export function ChartControls({ search, settings, set }: Props) {
  const change = (next: Partial<ChartSettings>) => set(chartSettingsToSearch(next));
  return (
    <Group gap="sm" className="chart-controls">
      <ChartSearch value={search.m ?? ""} onChange={(m) => set({ m: m || undefined })} />
      <SegmentedControl
        size="xs"
        aria-label="Horizontal axis"
        data={axes}
        value={settings.axis}
        onChange={(axis) => change({ axis: axis as Axis })}
      />
      <Smoothing value={settings.smooth} onChange={(smooth) => change({ smooth })} />
      <Switch
        size="xs"
        label="Log y"
        checked={settings.logY}
        onChange={(event) => change({ logY: event.currentTarget.checked })}
      />
      <Popover position="bottom-end" shadow="md">
        <Popover.Target>
          <UnstyledButton className="chart-more" aria-label="More about how charts are drawn">
            <IconAdjustmentsHorizontal size={17} />
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <Switch
              size="xs"
              label="Log x"
              disabled={settings.axis === "time"}
              checked={settings.logX}
              onChange={(event) => change({ logX: event.currentTarget.checked })}
            />
            <Switch
              size="xs"
              label="Shade minimum to maximum"
              checked={settings.envelope}
              onChange={(event) => change({ envelope: event.currentTarget.checked })}
            />
            <Switch
              size="xs"
              label="Zoom all charts together"
              checked={settings.linked}
              onChange={(event) => change({ linked: event.currentTarget.checked })}
            />
            <Text size="xs" className="quiet" maw={230}>
              Drag over a chart to zoom, double-click for everything; a click holds the reading.
            </Text>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Group>
  );
}

function ChartSearch({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [wanted] = useDebouncedValue(text, 200);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed is passed on.
  useEffect(() => {
    if (wanted !== value) onChange(wanted);
  }, [wanted]);
  return (
    <TextInput
      size="xs"
      w={180}
      dir="auto"
      aria-label="Search charts"
      placeholder="Metrics, text or pattern"
      leftSection={<IconSearch size={14} />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

/** Follows the hand at once, and the address when it rests. */
function Smoothing({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [now, setNow] = useState(value);
  useEffect(() => setNow(value), [value]);
  return (
    <Group gap={8} wrap="nowrap">
      <Text size="xs">Smoothing</Text>
      <Slider
        w={110}
        size="sm"
        min={0}
        max={0.99}
        step={0.01}
        thumbLabel="Smoothing"
        label={(shown) => shown.toFixed(2)}
        value={now}
        onChange={setNow}
        onChangeEnd={onChange}
      />
    </Group>
  );
}
