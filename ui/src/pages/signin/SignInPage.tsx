import { Alert, Button, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { register, signIn, useSession } from "../../api/session";
import { type SearchText, safeNext } from "../../lib/urlState";
import { AccountForm } from "./AccountForm";
import { Gate } from "./Gate";

export function SignInPage() {
  const session = useSession().data;
  const search = useSearch({ strict: false }) as SearchText;
  const [isNew, setNew] = useState(false);
  const navigate = useNavigate();
  const isIn = !!session?.user;
  const next = safeNext(search.next);
  useEffect(() => {
    if (isIn) void navigate({ href: next, replace: true });
  }, [isIn, next, navigate]);
  if (session?.needsFirstUser)
    return (
      <Gate title="Welcome aboard">
        <Alert title="No account yet">
          The server printed a one-time link when it started: open it to create the first account.
        </Alert>
      </Gate>
    );
  return (
    <Gate title={isNew ? "Create your account" : "Sign in"}>
      <AccountForm
        key={String(isNew)}
        button={isNew ? "Create account" : "Sign in"}
        isNew={isNew}
        next={next}
        send={isNew ? register : signIn}
      />
      {session?.openRegistration ? (
        <Button variant="subtle" mt="sm" fullWidth onClick={() => setNew(!isNew)}>
          {isNew ? "I have an account" : "Create an account"}
        </Button>
      ) : (
        <Text size="xs" className="quiet" ta="center" mt="md">
          New here? Ask a colleague for an invitation. Forgot your password? An administrator sets a new one.
        </Text>
      )}
    </Gate>
  );
}
