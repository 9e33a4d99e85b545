import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useSession } from "../../api/session";
import type { Direction } from "../../lib/direction";
import { type Scheme, schemes, useAppearance } from "../../parts/appearance";
import { Page, Section } from "../../parts/Page";
import { Password } from "./Password";
import { Tokens } from "./Tokens";

export function AccountPage() {
  const user = useSession().data?.user;
  return (
    <Page
      title="Account"
      note={
        <>
          Signed in as <bdi>{user?.name}</bdi>
          {user?.isAdmin && ", administrator of this server"}
        </>
      }
    >
      <Tokens />
      <Password />
      <Appearance />
    </Page>
  );
}

function Appearance() {
  const { scheme, setScheme, direction, setDirection } = useAppearance();
  return (
    <Section title="Appearance" note="Kept in this browser.">
      <Stack gap="sm" align="start">
        <div>
          <Text size="sm" id="theme">
            Theme
          </Text>
          <SegmentedControl
            aria-labelledby="theme"
            data={schemes.map(({ value, label }) => ({ value, label }))}
            value={scheme}
            onChange={(value) => setScheme(value as Scheme)}
          />
        </div>
        <div>
          <Text size="sm" id="layout">
            Layout
          </Text>
          <SegmentedControl
            aria-labelledby="layout"
            data={[
              { value: "ltr", label: "Left to right" },
              { value: "rtl", label: "Right to left" },
            ]}
            value={direction}
            onChange={(value) => setDirection(value as Direction)}
          />
        </div>
      </Stack>
    </Section>
  );
}
