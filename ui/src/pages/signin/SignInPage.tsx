import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { createFirstUser, register, signIn, useSession } from "../../api/session";
import type { Session } from "../../api/types";
import { type SearchText, safeNext } from "../../lib/urlState";

export function SignInPage() {
  const session = useSession();
  const search = useSearch({ strict: false }) as SearchText;
  const [isNew, setNew] = useState(false);
  return (
    <Gate title={isNew ? "Create your account" : "Sign in"}>
      {session.data?.needsFirstUser && (
        <Alert mb="md" title="No account yet">
          The server printed a one-time link when it started: open it to create the first account.
        </Alert>
      )}
      <AccountForm
        button={isNew ? "Create account" : "Sign in"}
        isNew={isNew}
        next={safeNext(search.next)}
        send={(name, password) => (isNew ? register(name, password) : signIn(name, password))}
      />
      {session.data?.openRegistration && (
        <Button variant="subtle" mt="sm" fullWidth onClick={() => setNew(!isNew)}>
          {isNew ? "I have an account" : "Create an account"}
        </Button>
      )}
    </Gate>
  );
}

export function SetupPage() {
  const search = useSearch({ strict: false }) as SearchText;
  return (
    <Gate title="Welcome aboard">
      <Text size="sm" className="quiet" mb="md">
        This makes the first account, which administers this server.
      </Text>
      <AccountForm
        button="Create account"
        isNew
        next="/"
        send={(name, password) => createFirstUser(search.token ?? "", name, password)}
      />
    </Gate>
  );
}

export function Gate({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center mih="86vh" p="md">
      <Paper className="panel" p="xl" w={400}>
        <Stack gap={4} mb="lg" align="center">
          <img src="/favicon.svg" alt="" width={44} height={44} />
          <Title order={2} size="h3">
            {title}
          </Title>
        </Stack>
        {children}
      </Paper>
    </Center>
  );
}

interface FormProps {
  button: string;
  isNew: boolean;
  next: string;
  send: (name: string, password: string) => Promise<Session | undefined>;
}

export function AccountForm({ button, isNew, next, send }: FormProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const session = await send(name, password);
      if (session?.user) client.setQueryData(["session"], session);
      else await client.invalidateQueries({ queryKey: ["session"] });
      await navigate({ href: next });
    } catch (error) {
      setFailure((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        {failure && <Alert color="red">{failure}</Alert>}
        <TextInput
          label="User name"
          name="username"
          autoComplete="username"
          dir="auto"
          required
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete={isNew ? "new-password" : "current-password"}
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
