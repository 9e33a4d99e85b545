import { Anchor, Button, Skeleton, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { acceptInvitation, useInvitation, useSession } from "../../api/session";
import { workspaceRoles } from "../../lib/roles";
import { attempt } from "../../parts/Failure";
import { Notice } from "../../parts/Notice";
import { Time } from "../../parts/Time";
import { AccountForm } from "./AccountForm";
import { Gate } from "./Gate";

export function InvitePage() {
  const { code } = useParams({ strict: false }) as { code: string };
  const user = useSession().data?.user;
  const invitation = useInvitation(code);
  const client = useQueryClient();
  const navigate = useNavigate();
  if (invitation.isError)
    return (
      <Notice
        title="This invitation is no longer valid"
        text="Each link works once and for two weeks. Ask for a new one."
      />
    );
  if (!invitation.data) return <Skeleton h={240} m="xl" className="appears-late" />;
  const { workspace, invitedBy, role, expiresAt } = invitation.data;
  const home = `/-/workspace/${encodeURIComponent(workspace)}`;
  const join = () =>
    attempt(async () => {
      await acceptInvitation(code);
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "invitation" });
      await navigate({ href: home });
    });
  return (
    <Gate
      title={
        <>
          Join <bdi>{workspace}</bdi>
        </>
      }
    >
      <Text size="sm" className="quiet" mb="md">
        <bdi>{invitedBy}</bdi> invites you to the workspace <bdi>{workspace}</bdi> as {role}: {meaning(role)}.
        The link works once, until <Time at={expiresAt} />.
      </Text>
      {user ? (
        <Button fullWidth onClick={() => void join()}>
          Join as&nbsp;<bdi>{user.name}</bdi>
        </Button>
      ) : (
        <>
          <AccountForm
            button="Create account and join"
            isNew
            next={home}
            send={(name, password) => acceptInvitation(code, { name, password })}
          />
          <Text size="sm" ta="center" mt="md">
            <Anchor component={Link} to="/-/sign-in" search={{ next: `/-/invite/${code}` } as never}>
              I have an account here
            </Anchor>
          </Text>
        </>
      )}
    </Gate>
  );
}

const meaning = (role: string) => workspaceRoles.find((one) => one.value === role)?.does ?? "";
