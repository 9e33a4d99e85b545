import { useDirection, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { type Direction, directionKey } from "../lib/direction";
import { keep } from "../lib/storage";

export const schemes = [
  { value: "light", label: "Light", Icon: IconSun },
  { value: "dark", label: "Dark", Icon: IconMoon },
  { value: "auto", label: "System", Icon: IconDeviceDesktop },
] as const;
export type Scheme = (typeof schemes)[number]["value"];

/** How the program looks in this browser. */
export function useAppearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { dir, setDirection } = useDirection();
  return {
    scheme: colorScheme as Scheme,
    setScheme: setColorScheme,
    direction: dir,
    setDirection: (direction: Direction) => {
      keep(directionKey, direction);
      setDirection(direction);
    },
  };
}
