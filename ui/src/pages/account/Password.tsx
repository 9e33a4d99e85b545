import { Button, Group, PasswordInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { changePassword } from "../../api/session";
import { Failure } from "../../parts/Failure";
import { Section } from "../../parts/Page";

export function Password() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [failure, setFailure] = useState<Error>();
  const change = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(undefined);
    try {
      await changePassword(current, next);
      setCurrent("");
      setNext("");
      notifications.show({ color: "green", message: "The password was changed." });
    } catch (error) {
      setFailure(error as Error);
    }
  };
  return (
    <Section title="Password" note="A new one ends your sessions in other browsers. Tokens go on working.">
      <Failure error={failure} />
      <form onSubmit={(event) => void change(event)}>
        <Group align="end">
          <PasswordInput
            label="Current"
            autoComplete="current-password"
            w={220}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label="New (8 characters or more)"
            autoComplete="new-password"
            minLength={8}
            w={220}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!current || !next}>
            Change password
          </Button>
        </Group>
      </form>
    </Section>
  );
}
