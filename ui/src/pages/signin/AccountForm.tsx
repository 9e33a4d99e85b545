import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { Session } from "../../api/types";
import { Failure } from "../../parts/Failure";

interface Props {
  button: string;
  /** Whether the form makes an account: then its password is a new one. */
  isNew: boolean;
  /** The address to go to afterwards. */
  next: string;
  send: (name: string, password: string) => Promise<Session | undefined>;
}

export function AccountForm({ button, isNew, next, send }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const session = await send(name.trim(), password);
      // What was read as somebody else, or as nobody, counts no more.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      if (session?.user) client.setQueryData(["session"], session);
      else await client.invalidateQueries({ queryKey: ["session"] });
      await navigate({ href: next });
    } catch (error) {
      setFailure(error as Error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Failure error={failure} />
        <TextInput
          label="User name"
          description={
            isNew ? "Letters, digits, '.', '_' and '-'. Your own workspace is called the same." : undefined
          }
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          dir="auto"
          required
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          description={isNew ? "8 characters or more" : undefined}
          name="password"
          autoComplete={isNew ? "new-password" : "current-password"}
          minLength={isNew ? 8 : undefined}
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} mt="xs">
          {button}
        </Button>
      </Stack>
    </form>
  );
}
