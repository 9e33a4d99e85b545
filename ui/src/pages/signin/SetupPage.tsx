import { Anchor, Text } from "@mantine/core";
import { Link, useSearch } from "@tanstack/react-router";
import { createFirstUser, useSession } from "../../api/session";
import type { SearchText } from "../../lib/urlState";
import { AccountForm } from "./AccountForm";
import { Gate } from "./Gate";

/** Where the one-time link leads that the server prints. */
export function SetupPage() {
  const search = useSearch({ strict: false }) as SearchText;
  const session = useSession().data;
  if (session && !session.needsFirstUser)
    return (
      <Gate title="This link was used">
        <Text size="sm" ta="center">
          The first account exists already.{" "}
          <Anchor component={Link} to="/-/sign-in">
            Sign in
          </Anchor>
        </Text>
      </Gate>
    );
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
