import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck, IconTextDirectionLtr, IconTextDirectionRtl } from "@tabler/icons-react";
import { schemes, useAppearance } from "./appearance";

const directions = [
  { value: "ltr", label: "Left to right", Icon: IconTextDirectionLtr },
  { value: "rtl", label: "Right to left", Icon: IconTextDirectionRtl },
] as const;

export function AppearanceMenu() {
  const { scheme, setScheme, direction, setDirection } = useAppearance();
  const Current = schemes.find((one) => one.value === scheme)?.Icon ?? schemes[2].Icon;
  const check = (isOn: boolean) => isOn && <IconCheck size={14} aria-label="chosen" />;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Appearance" title="Appearance">
          <Current size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Theme</Menu.Label>
        {schemes.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} />}
            rightSection={check(scheme === value)}
            onClick={() => setScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Label>Layout</Menu.Label>
        {directions.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} />}
            rightSection={check(direction === value)}
            onClick={() => setDirection(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
